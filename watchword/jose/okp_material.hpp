#pragma once
/// Keys that sign as EdDSA does (RFC 8037, RFC 9864), on whichever of its two curves.

#include <watchword/base/result.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

/// `x` and `d` as in the JWK; `x` may be empty for a private key, else it must be the public half.
/// Errors: key_not_usable (`algorithm` is not for `curve`), invalid_key.
Result<Material> make_okp_public(Algorithm algorithm, Curve curve, ByteView x, std::string kid);
Result<Material> make_okp_private(Algorithm algorithm, Curve curve, ByteView d, ByteView x, std::string kid);

/// What OpenSSL read. Errors: invalid_key.
Result<Material> make_okp_public(Algorithm algorithm, const EVP_PKEY* key, std::string kid);
Result<Material> make_okp_private(Algorithm algorithm, const EVP_PKEY* key, std::string kid);

}  // namespace watchword::jose::detail
