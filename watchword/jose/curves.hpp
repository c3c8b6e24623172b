#pragma once
/// The elliptic curves (RFC 7518 section 6.2.1.1, RFC 8037, RFC 8812), as data: whoever handles a curve reads it here.

#include <watchword/jose/algorithm_traits.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace watchword::jose {

struct CurveTraits {
    Curve curve;
    /// `crv` of a JWK.
    std::string_view name;
    KeyType key_type;
    /// OpenSSL's name: of the group for EC, of the key type for OKP.
    const char* group;
    /// Bytes of `x`, `y` and `d`: fixed, with leading zeros (RFC 7518 section 6.2.1.2).
    std::size_t coordinate_size;
    /// Bytes of a signature; 0 for a curve that only agrees on keys.
    std::size_t signature_size;
    /// Whether ECDH-ES is defined on it (RFC 7518 section 4.6, RFC 8037 section 3.2).
    bool agrees;
    /// What a key signs with if its JWK names no `alg`; empty for a curve that only agrees on keys.
    std::optional<Algorithm> implied;
};

const CurveTraits& traits(Curve curve) noexcept;

/// By the `crv` name; the key type must fit.
std::optional<Curve> find_curve(KeyType type, std::string_view name) noexcept;

/// By OpenSSL's name, without case.
std::optional<Curve> find_curve_of_group(std::string_view group) noexcept;

/// Whether a key on `curve` may have `algorithm`: ES256 only on P-256, EdDSA on Ed25519 and Ed448.
bool fits(Algorithm algorithm, Curve curve) noexcept;

}  // namespace watchword::jose
