#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/algorithms.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose {
namespace {

using enum Algorithm;
using enum Family;
using enum KeyType;

// In the order of the enumeration, so that looking up is indexing.
constexpr std::array<AlgorithmTraits, 16> table{{
    {HS256, "HS256", hmac, oct, "SHA256", 32, std::nullopt, 32},
    {HS384, "HS384", hmac, oct, "SHA384", 48, std::nullopt, 48},
    {HS512, "HS512", hmac, oct, "SHA512", 64, std::nullopt, 64},
    {RS256, "RS256", rsa_pkcs1, rsa, "SHA256", 32, std::nullopt, 0},
    {RS384, "RS384", rsa_pkcs1, rsa, "SHA384", 48, std::nullopt, 0},
    {RS512, "RS512", rsa_pkcs1, rsa, "SHA512", 64, std::nullopt, 0},
    {PS256, "PS256", rsa_pss, rsa, "SHA256", 32, std::nullopt, 0},
    {PS384, "PS384", rsa_pss, rsa, "SHA384", 48, std::nullopt, 0},
    {PS512, "PS512", rsa_pss, rsa, "SHA512", 64, std::nullopt, 0},
    {ES256, "ES256", ecdsa, ec, "SHA256", 32, Curve::p256, 64},
    {ES384, "ES384", ecdsa, ec, "SHA384", 48, Curve::p384, 96},
    {ES512, "ES512", ecdsa, ec, "SHA512", 64, Curve::p521, 132},
    {ES256K, "ES256K", ecdsa, ec, "SHA256", 32, Curve::secp256k1, 64},
    {EdDSA, "EdDSA", eddsa, okp, "", 0, std::nullopt, 0},
    {Ed25519, "Ed25519", eddsa, okp, "", 0, Curve::ed25519, 64},
    {Ed448, "Ed448", eddsa, okp, "", 0, Curve::ed448, 114},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].algorithm) != i) return false;
    }
    return true;
}
static_assert(in_order());

constexpr std::array<std::string_view, 4> key_types{"oct", "RSA", "EC", "OKP"};

}  // namespace

const AlgorithmTraits& traits(Algorithm algorithm) noexcept {
    return table[static_cast<std::size_t>(algorithm)];
}

std::string_view name(Algorithm algorithm) noexcept {
    return traits(algorithm).name;
}

std::optional<Algorithm> find_algorithm(std::string_view name) noexcept {
    for (const AlgorithmTraits& row : table) {
        if (row.name == name) return row.algorithm;
    }
    return std::nullopt;
}

bool is_symmetric(Algorithm algorithm) noexcept {
    return traits(algorithm).family == hmac;
}

AlgorithmSet all_asymmetric() noexcept {
    AlgorithmSet set = AlgorithmSet::none();
    for (const AlgorithmTraits& row : table) {
        if (row.family != hmac) set.insert(row.algorithm);
    }
    return set;
}

std::string_view name(KeyType type) noexcept {
    return key_types[static_cast<std::size_t>(type)];
}

std::optional<KeyType> find_key_type(std::string_view name) noexcept {
    const auto found = std::ranges::find(key_types, name);
    if (found == key_types.end()) return std::nullopt;
    return static_cast<KeyType>(found - key_types.begin());
}

}  // namespace watchword::jose
