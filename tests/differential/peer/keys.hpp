#pragma once
/// The keys that a command names. Keys that come again are not imported again: the checks of an RSA key take longer
/// than a hundred signatures.

#include <watchword/base/result.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/keys.hpp>

#include <string>
#include <vector>

#include "command.hpp"

namespace watchword::differential {

/// Each from a JWK with `alg`. Errors: those of the imports.
Result<jose::SigningKey> signing_key(const std::string& jwk);
Result<std::vector<jose::VerificationKey>> verification_keys(const Command& command);
Result<std::vector<jose::EncryptionKey>> encryption_keys(const Command& command);
Result<std::vector<jose::DecryptionKey>> decryption_keys(const Command& command);

/// The `algorithms` of a command. Names that we do not know are left out.
jose::AlgorithmSet signature_algorithms(const Command& command);

}  // namespace watchword::differential
