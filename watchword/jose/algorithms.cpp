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
constexpr std::array<AlgorithmTraits, 13> table{{
    {HS256, "HS256", hmac, oct, "SHA256", 32, "", "", 0, 32},
    {HS384, "HS384", hmac, oct, "SHA384", 48, "", "", 0, 48},
    {HS512, "HS512", hmac, oct, "SHA512", 64, "", "", 0, 64},
    {RS256, "RS256", rsa_pkcs1, rsa, "SHA256", 32, "", "", 0, 0},
    {RS384, "RS384", rsa_pkcs1, rsa, "SHA384", 48, "", "", 0, 0},
    {RS512, "RS512", rsa_pkcs1, rsa, "SHA512", 64, "", "", 0, 0},
    {PS256, "PS256", rsa_pss, rsa, "SHA256", 32, "", "", 0, 0},
    {PS384, "PS384", rsa_pss, rsa, "SHA384", 48, "", "", 0, 0},
    {PS512, "PS512", rsa_pss, rsa, "SHA512", 64, "", "", 0, 0},
    {ES256, "ES256", ecdsa, ec, "SHA256", 32, "P-256", "prime256v1", 32, 64},
    {ES384, "ES384", ecdsa, ec, "SHA384", 48, "P-384", "secp384r1", 48, 96},
    {ES512, "ES512", ecdsa, ec, "SHA512", 64, "P-521", "secp521r1", 66, 132},
    {EdDSA, "EdDSA", eddsa, okp, "", 0, "Ed25519", "ED25519", 32, 64},
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

AlgorithmSet AlgorithmSet::all_asymmetric() noexcept {
    AlgorithmSet set;
    for (const AlgorithmTraits& row : table) {
        if (row.family != hmac) set.insert(row.algorithm);
    }
    return set;
}

std::optional<Algorithm> find_algorithm_of_curve(KeyType type, std::string_view curve) noexcept {
    for (const AlgorithmTraits& row : table) {
        if (row.key_type == type && !row.curve.empty() && row.curve == curve) return row.algorithm;
    }
    return std::nullopt;
}

std::optional<Algorithm> find_algorithm_of_group(std::string_view group) noexcept {
    for (const AlgorithmTraits& row : table) {
        if (!group.empty() && row.group == group) return row.algorithm;
    }
    return std::nullopt;
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
