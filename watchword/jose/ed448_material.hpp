#pragma once
/// Ed448 (RFC 8032 section 5.2, RFC 8037), by OpenSSL, which refuses an S that is not below the order and points in a
/// second encoding.

#include <watchword/base/result.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

/// `algorithm` is EdDSA or Ed448; `x` as in the JWK. Errors: invalid_key.
Result<Material> make_ed448_public(Algorithm algorithm, ByteView x, std::string kid);
/// `d` is the private key of RFC 8032. If `x` is not empty it must be the public half. Errors: invalid_key.
Result<Material> make_ed448_private(Algorithm algorithm, ByteView d, ByteView x, std::string kid);

}  // namespace watchword::jose::detail
