#pragma once
/// The numbers of RSA and EC keys, as JWKs carry them, to OpenSSL and back.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <optional>
#include <string_view>

namespace watchword::jose::detail {

/// RFC 7518 section 6.3. Public if `d` is empty; the five numbers for the Chinese remainder come all or none.
struct RsaNumbers {
    Bytes n, e;
    SecretBytes d, p, q, dp, dq, qi;
};

/// RFC 7518 section 6.2. Public if `d` is empty.
struct EcNumbers {
    Bytes x, y;
    SecretBytes d;
};

/// Assembles only; check what comes out (key_checks.hpp). Error: invalid_key.
Result<EvpKey> assemble_rsa(const RsaNumbers& numbers);
Result<EvpKey> assemble_ec(const CurveTraits& curve, const EcNumbers& numbers);

/// One number of a key by OpenSSL's name (OSSL_PKEY_PARAM_...); null if it has none.
BigNumber number_of(const EVP_PKEY* key, const char* name);

/// Big-endian bytes, in the fewest or in exactly `size`.
SecretBytes to_secret_bytes(const BIGNUM* number, std::optional<std::size_t> size = std::nullopt);

/// Half of an OKP key, read by EVP_PKEY_get_raw_public_key or EVP_PKEY_get_raw_private_key. Error: invalid_key if the
/// key lacks that half.
using GetRaw = int (*)(const EVP_PKEY*, unsigned char*, std::size_t*);
Result<SecretBytes> raw_half(const EVP_PKEY* key, const CurveTraits& curve, GetRaw get);

}  // namespace watchword::jose::detail
