#include <watchword/jose/curves.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose {
namespace {

using enum KeyType;

// In the order of the enumeration, so that looking up is indexing.
constexpr std::array<CurveTraits, 8> table{{
    {Curve::p256, "P-256", ec, "prime256v1", 32, 64, true, Algorithm::ES256},
    {Curve::p384, "P-384", ec, "secp384r1", 48, 96, true, Algorithm::ES384},
    {Curve::p521, "P-521", ec, "secp521r1", 66, 132, true, Algorithm::ES512},
    {Curve::secp256k1, "secp256k1", ec, "secp256k1", 32, 64, false, Algorithm::ES256K},
    {Curve::ed25519, "Ed25519", okp, "ED25519", 32, 64, false, Algorithm::EdDSA},
    {Curve::ed448, "Ed448", okp, "ED448", 57, 114, false, Algorithm::EdDSA},
    {Curve::x25519, "X25519", okp, "X25519", 32, 0, true, std::nullopt},
    {Curve::x448, "X448", okp, "X448", 56, 0, true, std::nullopt},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].curve) != i) return false;
    }
    return true;
}
static_assert(in_order());

char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool equal_without_case(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, upper, upper);
}

}  // namespace

const CurveTraits& traits(Curve curve) noexcept {
    return table[static_cast<std::size_t>(curve)];
}

std::optional<Curve> find_curve(KeyType type, std::string_view name) noexcept {
    for (const CurveTraits& row : table) {
        if (row.key_type == type && row.name == name) return row.curve;
    }
    return std::nullopt;
}

std::optional<Curve> find_curve_of_group(std::string_view group) noexcept {
    for (const CurveTraits& row : table) {
        if (equal_without_case(row.group, group)) return row.curve;
    }
    return std::nullopt;
}

bool fits(Algorithm algorithm, Curve curve) noexcept {
    const AlgorithmTraits& kind = traits(algorithm);
    if (kind.curve) return *kind.curve == curve;
    // RFC 8037 section 3.1: "EdDSA" is a signature on either curve; which one, the key says.
    return kind.family == Family::eddsa && (curve == Curve::ed25519 || curve == Curve::ed448);
}

}  // namespace watchword::jose
