#pragma once
/// ECDH-ES (RFC 7518 section 4.6, RFC 8037 section 3.2). Internal to jose.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/openssl_handles.hpp>

namespace watchword::jose::detail {

/// Z of two checked keys. Errors: key_not_usable (not on the same curve), invalid_key (Z is all zero).
Result<SecretBytes> agree(EVP_PKEY* own, EVP_PKEY* other);

}  // namespace watchword::jose::detail
