#pragma once
/// RSA and ECDSA keys, by OpenSSL.

#include <watchword/base/result.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

/// Checks the key (key_checks.hpp) and keeps its public half only. Errors: invalid_key, weak_key.
Result<Material> make_evp_public(Algorithm algorithm, EvpKey key, std::string kid);
/// Checks both halves. Errors as above.
Result<Material> make_evp_private(Algorithm algorithm, EvpKey key, std::string kid);

/// Whatever OpenSSL read, also on Ed25519 and Ed448, as a key for `algorithm`. Errors as above.
Result<Material> make_public(Algorithm algorithm, EvpKey key, std::string kid);
Result<Material> make_private(Algorithm algorithm, EvpKey key, std::string kid);

}  // namespace watchword::jose::detail
