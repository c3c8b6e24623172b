#include <watchword/base/crypto.hpp>
#include <watchword/jwt/verified_tokens.hpp>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstring>
#include <new>

namespace watchword::jwt {
namespace {

constexpr std::size_t hash_key_size = 16;
constexpr std::size_t hashed_characters = 16;
// Larger ones are fetched as they are read.
constexpr std::size_t usual_token = 4096;
// What the claims of a usual token occupy.
constexpr std::size_t usual_document = 640;
// The largest leeway that is ever in force (checks::leeway).
constexpr Seconds longest_leeway = std::chrono::minutes(10);

std::size_t sets_for(std::size_t tokens, std::size_t places) {
    return std::bit_ceil(std::max<std::size_t>((tokens + places - 1) / places, 1));
}

/// What is fetched while something else is done need not be waited for.
void prefetch(const void* start, std::size_t size) noexcept {
    constexpr std::size_t line = 64;
    if (start == nullptr) return;
    for (std::size_t at = 0; at < size; at += line)
        __builtin_prefetch(static_cast<const char*>(start) + at);
}

}  // namespace

VerifiedToken::VerifiedToken(std::string_view token, std::uint64_t key_serial, const verification::Genuine& genuine)
    : key_serial_(key_serial),
      size_(token.size()),
      bytes_(sizeof(VerifiedToken) + token.size() + genuine.document.bytes()),
      genuine_(genuine) {
    std::memcpy(reinterpret_cast<char*>(this + 1), token.data(), token.size());
}

VerifiedToken::Owner VerifiedToken::make(std::string_view token, std::uint64_t key_serial,
                                         const verification::Genuine& genuine) {
    void* const memory = ::operator new(sizeof(VerifiedToken) + token.size());
    return Owner(new (memory) VerifiedToken(token, key_serial, genuine));
}

void VerifiedToken::Leave::operator()(VerifiedToken* token) const noexcept {
    wipe(reinterpret_cast<char*>(token + 1), token->size_);
    token->~VerifiedToken();
    ::operator delete(token);
}

bool VerifiedToken::is_dead(TimePoint now) const noexcept {
    const auto& expires_at = genuine_.claims.expires_at;
    return !expires_at || now >= *expires_at + longest_leeway;
}

VerifiedTokens::VerifiedTokens(const TokenCache::Capacity& capacity, Random& random)
    : secret_(random.secret(hash_key_size)),
      count_of_parts_(std::min(most_parts, sets_for(capacity.tokens, places_of_a_set))),
      sets_of_a_part_(sets_for(capacity.tokens, places_of_a_set) / count_of_parts_),
      bytes_of_a_part_(capacity.bytes / count_of_parts_),
      parts_(std::make_unique<Part[]>(count_of_parts_)),
      stripes_(std::make_unique<Stripes>()) {
    for (Part& part : parts())
        part.sets = std::make_unique<Set[]>(sets_of_a_part_);
}

/// SipHash of the first characters of the signature, under the secret of this cache. They differ between tokens, and
/// who does not have the token knows too little of them (96 bits) to reach the comparison in full, whose duration is no
/// secret therefore. Empty if the signature is shorter: no genuine one is.
std::optional<std::uint64_t> VerifiedTokens::hash(std::string_view token) const noexcept {
    const void* const period = ::memrchr(token.data(), '.', token.size());
    if (period == nullptr) return std::nullopt;
    const std::string_view signature = token.substr(static_cast<const char*>(period) + 1 - token.data());
    if (signature.size() < hashed_characters) return std::nullopt;
    return crypto::siphash(secret_.reveal(), as_bytes(signature.substr(0, hashed_characters)));
}

VerifiedTokens::Sought VerifiedTokens::seek(std::string_view token) const noexcept {
    const Sought sought{.token = token, .hash = hash(token)};
    if (sought.hash) prefetch(&set_of(part_of(*sought.hash), *sought.hash), sizeof(Set));
    prefetch(token.data(), std::min(token.size(), usual_token));
    return sought;
}

void VerifiedTokens::approach(const Sought& sought) const noexcept {
    if (!sought.hash) return;
    const Set& set = set_of(part_of(*sought.hash), *sought.hash);
    const std::uint32_t places = set.places_with(*sought.hash);
    if (places == 0) return;
    const auto place = static_cast<std::size_t>(std::countr_zero(places));
    prefetch(set.token(place), sizeof(VerifiedToken) + sought.token.size());
    prefetch(set.documents[place].load(relaxed), usual_document);
}

VerifiedTokens::Place VerifiedTokens::find_in(Set& set, const Sought& sought) noexcept {
    for (std::uint32_t places = set.places_with(*sought.hash); places != 0; places &= places - 1) {
        const auto place = static_cast<std::size_t>(std::countr_zero(places));
        if (set.token(place) != nullptr && set.token(place)->token() == sought.token) return {&set, place};
    }
    return {};
}

/// Threads are numbered as they come, so that neighbours take different stripes.
VerifiedTokens::Stripe& VerifiedTokens::stripe_of_this_thread() const noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t number = threads.fetch_add(1, relaxed);
    return (*stripes_)[number % stripes_->size()];
}

std::optional<VerifiedTokens::Judged> VerifiedTokens::find(const Sought& sought, std::uint64_t key_serial,
                                                           const Requirements& required, TimePoint now) {
    if (!sought.hash) return std::nullopt;
    bool of_another_key = false;
    {
        Stripe& stripe = stripe_of_this_thread();
        const std::lock_guard lock(stripe.mutex);
        const Place place = find_in(set_of(part_of(*sought.hash), *sought.hash), sought);
        VerifiedToken* const found = place.set == nullptr ? nullptr : place.set->token(place.index);
        of_another_key = found != nullptr && found->key_serial() != key_serial;
        if (found != nullptr && !of_another_key) {
            ++stripe.hits;
            // Written once only: a store would take the line from the other cores at each hit.
            if (!found->used.load(relaxed)) found->used.store(true, relaxed);
            if (checks::Refusal refusal = checks::claims(found->genuine().claims, required, now))
                return *std::move(refusal);
            return found->genuine().document;
        }
        ++stripe.misses;
    }
    if (of_another_key) forget(sought);
    return std::nullopt;
}

void VerifiedTokens::remember(const Sought& sought, std::uint64_t key_serial, const verification::Genuine& genuine,
                              TimePoint now) {
    if (!sought.hash) return;
    VerifiedToken::Owner fresh = VerifiedToken::make(sought.token, key_serial, genuine);
    if (fresh->bytes() > bytes_of_a_part_ / 4) return;

    Part& part = part_of(*sought.hash);
    const AllStripes lock(*stripes_);
    Set& set = set_of(part, *sought.hash);
    // Another thread may have verified the same token at the same time.
    leave(part, find_in(set, sought));
    const Place place{&set, place_for_another(part, set, now)};
    leave(part, place);
    make_room(part, fresh->bytes(), now);
    enter(part, place, *sought.hash, std::move(fresh));
}

/// A place of that set, and who is there has to go: nobody, a dead token, one that was not used since the last look, or
/// the one whose turn it is.
std::size_t VerifiedTokens::place_for_another(Part& part, Set& set, TimePoint now) noexcept {
    const auto place_where = [&set](auto condition) {
        std::size_t place = 0;
        while (place < places_of_a_set && !condition(set.token(place)))
            ++place;
        return place;
    };
    std::size_t place = place_where([](const VerifiedToken* token) { return token == nullptr; });
    if (place == places_of_a_set) place = place_where([now](const auto* token) { return token->is_dead(now); });
    if (place == places_of_a_set) place = place_where([](const auto* token) { return !token->used; });
    if (place < places_of_a_set) return place;
    for (std::size_t i = 0; i < places_of_a_set; ++i)
        set.token(i)->used = false;
    return part.turn++ % places_of_a_set;
}

/// Lets tokens leave, first those that are dead or were not used since the last look, until `bytes` more fit. That is
/// less than a part may hold, so an empty part ends it.
void VerifiedTokens::make_room(Part& part, std::size_t bytes, TimePoint now) const noexcept {
    while (part.bytes + bytes > bytes_of_a_part_) {
        const std::size_t turn = part.turn++ % (sets_of_a_part_ * places_of_a_set);
        const Place place{&part.sets[turn / places_of_a_set], turn % places_of_a_set};
        VerifiedToken* const token = place.set->token(place.index);
        if (token == nullptr) continue;
        if (token->is_dead(now) || !token->used)
            leave(part, place);
        else
            token->used = false;
    }
}

void VerifiedTokens::enter(Part& part, Place place, std::uint64_t hash, VerifiedToken::Owner token) noexcept {
    ++part.tokens;
    part.bytes += token->bytes();
    place.set->hashes[place.index].store(hash, relaxed);
    place.set->documents[place.index].store(token->genuine().document.address(), relaxed);
    place.set->tokens[place.index].store(token.release(), relaxed);
}

void VerifiedTokens::leave(Part& part, Place place) noexcept {
    if (place.set == nullptr) return;
    const VerifiedToken::Owner token(place.set->tokens[place.index].exchange(nullptr, relaxed));
    if (!token) return;
    --part.tokens;
    part.bytes -= token->bytes();
}

template <class Condition>
void VerifiedTokens::leave_if(Condition condition) noexcept {
    const AllStripes lock(*stripes_);
    for (Part& part : parts()) {
        for (std::size_t set = 0; set < sets_of_a_part_; ++set)
            for (std::size_t i = 0; i < places_of_a_set; ++i) {
                const VerifiedToken* const token = part.sets[set].token(i);
                if (token != nullptr && condition(*token)) leave(part, {&part.sets[set], i});
            }
    }
}

bool VerifiedTokens::holds(const Sought& sought) const noexcept {
    const std::lock_guard lock(stripe_of_this_thread().mutex);
    return find_in(set_of(part_of(*sought.hash), *sought.hash), sought).set != nullptr;
}

/// Looks before it takes all locks, so that nobody stops the others with tokens that he made up.
void VerifiedTokens::forget(const Sought& sought) noexcept {
    if (!sought.hash || !holds(sought)) return;
    Part& part = part_of(*sought.hash);
    const AllStripes lock(*stripes_);
    leave(part, find_in(set_of(part, *sought.hash), sought));
}

void VerifiedTokens::forget_key(std::uint64_t key_serial) noexcept {
    leave_if([key_serial](const VerifiedToken& token) { return token.key_serial() == key_serial; });
}

void VerifiedTokens::clear() noexcept {
    leave_if([](const VerifiedToken&) { return true; });
}

TokenCache::Figures VerifiedTokens::figures() const noexcept {
    TokenCache::Figures sum;
    const AllStripes lock(*stripes_);
    for (const Stripe& stripe : *stripes_) {
        sum.hits += stripe.hits;
        sum.misses += stripe.misses;
    }
    for (const Part& part : parts()) {
        sum.tokens += part.tokens;
        sum.bytes += part.bytes;
    }
    return sum;
}

}  // namespace watchword::jwt
