#pragma once
/// The signature algorithms (RFC 7518 section 3.1, RFC 8037, RFC 8812, RFC 9864). One table describes them; nobody else
/// switches on `alg`.

#include <watchword/jose/allow_list.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchword::jose {

enum class Algorithm : std::uint8_t {
    HS256,
    HS384,
    HS512,
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    ES256K,
    /// On Ed25519 or Ed448, whichever the key is on (RFC 8037).
    EdDSA,
    /// The fully-specified names of the same two (RFC 9864).
    Ed25519,
    Ed448,
};

/// The name as it stands in a header, e.g. "ES256".
std::string_view name(Algorithm algorithm) noexcept;

/// Byte-exact and case-sensitive (RFC 7515 section 4.1.1). "none" is no algorithm.
std::optional<Algorithm> find_algorithm(std::string_view name) noexcept;

/// HS256, HS384, HS512: whoever verifies could also sign.
bool is_symmetric(Algorithm algorithm) noexcept;

using AlgorithmSet = AllowList<Algorithm>;

/// Every algorithm whose verifier cannot sign.
AlgorithmSet all_asymmetric() noexcept;

}  // namespace watchword::jose
