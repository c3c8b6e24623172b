#pragma once
/// From the JWKs of a vector to the keys that a caller hands to a verifier.

#include <watchword/base/result.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/keys.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "members.hpp"

namespace watchword::vectors {

/// The names of every algorithm there is, weak ones too.
jose::AlgorithmSet every_algorithm();

/// The keys of a JWK Set, or the one JWK itself.
std::vector<Value> jwks_of(const Value& key);

/// The JWK without the members that only its owner has (RFC 7518 sections 6.2.2, 6.3.2, RFC 8037 section 2); an oct key
/// as it is.
std::string public_half(const Value& jwk);

/// A verification key from one JWK. `algorithm`, if it is an RSA or HMAC one, stands in for a missing `alg`.
Result<jose::VerificationKey> verification_key(std::string_view jwk, std::string_view algorithm);
Result<jose::SigningKey> signing_key(std::string_view jwk, std::string_view algorithm);

/// A decryption key from one JWK; `algorithm` stands in for a missing `alg`. The `k` of an oct key is the password of
/// PBES2.
Result<jose::DecryptionKey> decryption_key(const Value& jwk, jose::KeyManagement algorithm, std::string_view kid = {});

}  // namespace watchword::vectors
