#pragma once
/// Keys in DER, without the armour of PEM: SubjectPublicKeyInfo and X.509 certificates (RFC 5280), PKCS#8 (RFC 5958),
/// PKCS#1 (RFC 8017) and SEC1 (RFC 5915). No I/O, thread-safe.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/keys.hpp>

#include <string>

namespace watchword::jose {

/// Reads one public key (or a certificate's, or a private key's public half) for `algorithm`. A certificate is only a
/// container here: nobody's signature on it is checked, nor its dates.
/// Errors: invalid_key (none of the forms, encrypted, followed by anything, more than 64 KiB, or the key does not fit
/// the algorithm), weak_key.
Result<VerificationKey> import_verification_key_der(Algorithm algorithm, ByteView der, std::string kid = {});

/// Reads one unencrypted private key. Errors as above.
Result<SigningKey> import_signing_key_der(Algorithm algorithm, ByteView der, std::string kid = {});

/// Whether this is a private key that could be read, whatever its algorithm.
bool is_private_key_der(ByteView der);

/// The algorithm that follows from the key's type and curve; RS256 for RSA. Error: invalid_key.
Result<Algorithm> algorithm_for_der(ByteView der);

}  // namespace watchword::jose
