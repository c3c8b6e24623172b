#pragma once
/// Reading keys of every form for Python: what is private signs as well.

#include <python/native/keys.hpp>
#include <watchword/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace watchword::python {

/// One JWK (RFC 7517). `algorithm` is meant where the JWK does not name one. Errors: those of
/// jose::import_verification_key and jose::import_signing_key.
Result<KeyPair> import_jwk(std::string_view text, std::optional<jose::Algorithm> algorithm);
/// Errors: those of jose::import_verification_key_pem and jose::import_signing_key_pem.
Result<KeyPair> import_pem(jose::Algorithm algorithm, std::string_view text, const std::string& kid);
/// Errors: those of jose::import_verification_key_der and jose::import_signing_key_der.
Result<KeyPair> import_der(jose::Algorithm algorithm, ByteView der, const std::string& kid);
/// A JWK Set; RSA keys that name no algorithm are for `rsa`. Errors: those of jose::import_key_set.
Result<std::vector<jose::VerificationKey>> import_set(std::string_view text, jose::Algorithm rsa);

}  // namespace watchword::python
