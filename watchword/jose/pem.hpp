#pragma once
/// PEM import and export: SubjectPublicKeyInfo, PKCS#8, PKCS#1, SEC1 and X.509 certificates (RFC 7468).

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/keys.hpp>

#include <string>
#include <string_view>

namespace watchword::jose {

/// Reads one public key (or a certificate's, or a private key's public half) for `algorithm`.
/// Errors: invalid_key (not PEM, more than 64 KiB, encrypted, more than one key, or the key does not fit the
/// algorithm), weak_key.
Result<VerificationKey> import_verification_key_pem(Algorithm algorithm, std::string_view pem, std::string kid = {});

/// Reads one unencrypted private key. Errors as above.
Result<SigningKey> import_signing_key_pem(Algorithm algorithm, std::string_view pem, std::string kid = {});

/// The algorithm that follows from the key's type and curve; RS256 for RSA. Error: invalid_key.
Result<Algorithm> algorithm_for_pem(std::string_view pem);

/// SubjectPublicKeyInfo. Error: key_not_usable for HMAC keys.
Result<std::string> export_public_pem(const VerificationKey& key);

/// PKCS#8, not encrypted: the long name is the warning. Error: key_not_usable for HMAC keys.
Result<SecretBytes> export_private_pem_in_the_clear(const SigningKey& key);

}  // namespace watchword::jose
