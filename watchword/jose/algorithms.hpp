#pragma once
/// The signature algorithms (RFC 7518 section 3.1, RFC 8037). One table describes them; nobody else switches on `alg`.

#include <cstdint>
#include <initializer_list>
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
    EdDSA,
};

/// The name as it stands in a header, e.g. "ES256".
std::string_view name(Algorithm algorithm) noexcept;

/// Byte-exact and case-sensitive (RFC 7515 section 4.1.1). "none" is no algorithm.
std::optional<Algorithm> find_algorithm(std::string_view name) noexcept;

/// HS256, HS384, HS512: whoever verifies could also sign.
bool is_symmetric(Algorithm algorithm) noexcept;

/// What a caller accepts (RFC 8725 section 3.1). Empty accepts nothing.
class AlgorithmSet {
  public:
    constexpr AlgorithmSet() = default;
    constexpr AlgorithmSet(std::initializer_list<Algorithm> algorithms) {
        for (const Algorithm algorithm : algorithms)
            insert(algorithm);
    }
    /// Every algorithm whose verifier cannot sign.
    static AlgorithmSet all_asymmetric() noexcept;

    constexpr void insert(Algorithm algorithm) noexcept { bits_ |= bit(algorithm); }
    constexpr bool contains(Algorithm algorithm) const noexcept { return (bits_ & bit(algorithm)) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }

  private:
    static constexpr std::uint32_t bit(Algorithm algorithm) noexcept { return 1U << static_cast<unsigned>(algorithm); }
    std::uint32_t bits_ = 0;
};

}  // namespace watchword::jose
