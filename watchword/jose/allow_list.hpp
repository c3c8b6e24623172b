#pragma once
/// What a caller accepts (RFC 8725 section 3.1). There is no list by default: whoever leaves it out does not compile.

#include <concepts>
#include <cstdint>

namespace watchword::jose {

/// A set of enumerators, up to 32 of them.
template <class E>
class AllowList {
  public:
    template <std::same_as<E>... More>
    constexpr AllowList(E first, More... more) noexcept : bits_(bit(first)) {  // NOLINT(google-explicit-constructor)
        (insert(more), ...);
    }
    /// Accepts nothing, until something is inserted.
    static constexpr AllowList none() noexcept { return AllowList(); }

    constexpr void insert(E member) noexcept { bits_ |= bit(member); }
    constexpr bool contains(E member) const noexcept { return (bits_ & bit(member)) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }

  private:
    constexpr AllowList() = default;
    static constexpr std::uint32_t bit(E member) noexcept { return 1U << static_cast<unsigned>(member); }
    std::uint32_t bits_ = 0;
};

}  // namespace watchword::jose
