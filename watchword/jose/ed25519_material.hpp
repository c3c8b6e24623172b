#pragma once
/// Ed25519 (RFC 8032, RFC 8037), by libsodium: twice as fast as OpenSSL 3.0, and as strict (S below the order, no
/// points of small order, no second encodings).

#include <watchword/base/result.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

/// `algorithm` is EdDSA or Ed25519; `x` as in the JWK. Errors: invalid_key.
Result<Material> make_ed25519_public(Algorithm algorithm, ByteView x, std::string kid);
/// `d` is the seed. If `x` is not empty it must be the public half. Errors: invalid_key.
Result<Material> make_ed25519_private(Algorithm algorithm, ByteView d, ByteView x, std::string kid);

}  // namespace watchword::jose::detail
