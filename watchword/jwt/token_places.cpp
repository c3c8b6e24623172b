#include <watchword/jwt/prefetch.hpp>
#include <watchword/jwt/token_places.hpp>

#include <algorithm>
#include <bit>
#include <utility>

namespace watchword::jwt {
namespace {

constexpr std::uint64_t low_bits = 0x0101'0101'0101'0101;
constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;

/// The high bit of each byte of `tags` that is the low byte of `hash`. Where one is, those above it may be marked in
/// vain; the hash of the token says so.
std::uint64_t places_with(std::uint64_t tags, std::uint64_t hash) noexcept {
    const std::uint64_t differences = tags ^ (hash & 0xff) * low_bits;
    return (differences - low_bits) & ~differences & high_bits;
}

}  // namespace

TokenPlaces::TokenPlaces(const TokenCache::Capacity& capacity)
    : count_of_sets_(
          std::bit_ceil(std::max<std::size_t>((capacity.tokens + places_of_a_set - 1) / places_of_a_set, 1))),
      most_bytes_(capacity.bytes),
      sets_(std::make_unique<Set[]>(count_of_sets_)) {}

void TokenPlaces::approach(std::uint64_t hash) const noexcept {
    prefetch(&set_of(hash), sizeof(Set));
}

TokenPlaces::Place TokenPlaces::place_of(std::uint64_t hash, std::string_view text) const noexcept {
    Set& set = set_of(hash);
    for (std::uint64_t marks = places_with(set.tags, hash); marks != 0; marks &= marks - 1) {
        const Place place{&set, static_cast<std::size_t>(std::countr_zero(marks)) / 8};
        const VerifiedToken* const token = place.token().get();
        if (token == nullptr) continue;
        VerifiedToken::approach(token, text.size());
        // The whole hash first: nobody reaches the comparison, whose duration is no secret, with a text he made up.
        if (token->hash() == hash && token->text() == text) return place;
    }
    return {};
}

const VerifiedToken::Shared* TokenPlaces::find(std::uint64_t hash, std::string_view text) const noexcept {
    const Place place = place_of(hash, text);
    return place.set == nullptr ? nullptr : &place.token();
}

void TokenPlaces::enter(VerifiedToken::Shared token, TimePoint now) noexcept {
    // Or one large token would push out all others.
    if (token->bytes() > most_bytes_ / 4) return;
    leave(token->hash(), token->text());
    const Place place = place_for_another(set_of(token->hash()), now);
    leave(place);
    make_room(token->bytes(), now);
    ++tokens_;
    bytes_ += token->bytes();
    const std::size_t shift = place.index * 8;
    place.set->tags = (place.set->tags & ~(std::uint64_t{0xff} << shift)) | (token->hash() & 0xff) << shift;
    place.token() = std::move(token);
}

TokenPlaces::Place TokenPlaces::place_for_another(Set& set, TimePoint now) noexcept {
    const auto where = [&set](auto condition) {
        return static_cast<std::size_t>(std::ranges::find_if(set.tokens, condition) - set.tokens.begin());
    };
    std::size_t index = where([](const auto& token) { return token == nullptr; });
    if (index == places_of_a_set) index = where([now](const auto& token) { return token->is_dead(now); });
    if (index == places_of_a_set) index = where([](const auto& token) { return !token->is_used(); });
    if (index < places_of_a_set) return {&set, index};
    for (const VerifiedToken::Shared& token : set.tokens)
        token->set_used(false);
    return {&set, turn_++ % places_of_a_set};
}

/// Lets tokens leave, first those that are dead or were not used since the last look, until `bytes` more fit. That is
/// less than there may be, so that an empty cache ends it.
void TokenPlaces::make_room(std::size_t bytes, TimePoint now) noexcept {
    while (bytes_ + bytes > most_bytes_) {
        const Place place = place_at(turn_++ % (count_of_sets_ * places_of_a_set));
        if (!place.token()) continue;
        if (place.token()->is_dead(now) || !place.token()->is_used())
            leave(place);
        else
            place.token()->set_used(false);
    }
}

void TokenPlaces::leave(std::uint64_t hash, std::string_view text) noexcept {
    leave(place_of(hash, text));
}

void TokenPlaces::leave(Place place) noexcept {
    if (place.set == nullptr || !place.token()) return;
    --tokens_;
    bytes_ -= place.token()->bytes();
    place.token().reset();
}

}  // namespace watchword::jwt
