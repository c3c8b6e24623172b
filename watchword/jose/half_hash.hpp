#pragma once
/// `at_hash` and `c_hash` (OpenID Connect Core sections 3.1.3.6 and 3.3.2.11).

#include <watchword/jose/algorithms.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchword::jose {

/// The left half of the hash of `text` by the hash of `algorithm` (EdDSA: SHA-512, that of Ed25519), in base64url.
/// Empty for Ed448: its hash is SHAKE256, for which no length is agreed.
std::optional<std::string> left_half_hash(Algorithm algorithm, std::string_view text);

}  // namespace watchword::jose
