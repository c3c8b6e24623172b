#pragma once
/// Where `TokenCache` keeps its tokens: sets of eight places, bounded in tokens and in bytes. Knows who must leave for
/// another, and nothing of threads. Internal to jwt.

#include <watchword/jwt/token_cache.hpp>
#include <watchword/jwt/verified_token.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace watchword::jwt {

class TokenPlaces {
  public:
    explicit TokenPlaces(const TokenCache::Capacity& capacity);

    /// Has the processor fetch where tokens of that hash are, for a `find` that comes soon.
    void approach(std::uint64_t hash) const noexcept;
    /// Compared in full. Null if it is not there.
    const VerifiedToken::Shared* find(std::uint64_t hash, std::string_view text) const noexcept;
    /// Takes the place of the same token, of nobody, of a dead token, of one that was not used since the last look, or
    /// of the one whose turn it is. A token that is too large stays out.
    void enter(VerifiedToken::Shared token, TimePoint now) noexcept;
    void leave(std::uint64_t hash, std::string_view text) noexcept;
    /// Lets all leave for which `condition` holds.
    template <class Condition>
    void leave_if(Condition condition) noexcept {
        for (std::size_t at = 0; at < count_of_sets_ * places_of_a_set; ++at)
            if (const Place place = place_at(at); place.token() && condition(*place.token())) leave(place);
    }

    std::size_t tokens() const noexcept { return tokens_; }
    std::size_t bytes() const noexcept { return bytes_; }

  private:
    static constexpr std::size_t places_of_a_set = 8;

    /// The low byte of the hash of each token stands in one word, so that all eight are compared at once.
    struct alignas(16) Set {
        std::uint64_t tags = 0;
        std::array<VerifiedToken::Shared, places_of_a_set> tokens{};
    };
    /// One place of a set; no `set` means none.
    struct Place {
        Set* set = nullptr;
        std::size_t index = 0;
        VerifiedToken::Shared& token() const noexcept { return set->tokens[index]; }
    };

    Set& set_of(std::uint64_t hash) const noexcept { return sets_[hash >> 8 & (count_of_sets_ - 1)]; }
    Place place_at(std::size_t number) const noexcept {
        return {&sets_[number / places_of_a_set], number % places_of_a_set};
    }
    Place place_of(std::uint64_t hash, std::string_view text) const noexcept;
    Place place_for_another(Set& set, TimePoint now) noexcept;
    void make_room(std::size_t bytes, TimePoint now) noexcept;
    void leave(Place place) noexcept;

    std::size_t count_of_sets_;  ///< a power of two
    std::size_t most_bytes_;
    std::unique_ptr<Set[]> sets_;
    std::size_t tokens_ = 0;
    std::size_t bytes_ = 0;
    /// The place that is looked at next when one must leave.
    std::size_t turn_ = 0;
};

}  // namespace watchword::jwt
