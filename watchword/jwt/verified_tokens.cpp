#include <watchword/base/crypto.hpp>
#include <watchword/base/thread_number.hpp>
#include <watchword/jwt/verified_tokens.hpp>

namespace watchword::jwt {
namespace {

constexpr std::size_t hash_key_size = 16;
// One less than two blocks of SipHash, or its padding would take a third.
constexpr std::size_t hashed_characters = 15;

}  // namespace

class VerifiedTokens::AllStripes {
  public:
    explicit AllStripes(Stripes& stripes) : stripes_(stripes) {
        for (Stripe& stripe : stripes_)
            stripe.mutex.lock();
    }
    ~AllStripes() {
        for (Stripe& stripe : stripes_)
            stripe.mutex.unlock();
    }
    AllStripes(const AllStripes&) = delete;
    AllStripes& operator=(const AllStripes&) = delete;

  private:
    Stripes& stripes_;
};

VerifiedTokens::VerifiedTokens(const TokenCache::Capacity& capacity, Random& random)
    : secret_(random.secret(hash_key_size)), places_(capacity) {}

/// SipHash of the last characters of the signature, under the secret of this cache. They differ between tokens, and who
/// does not have the token knows too little of them (some 90 bits) to find its place. Empty if the token is shorter: no
/// genuine one is.
std::optional<std::uint64_t> VerifiedTokens::hash(std::string_view token) const noexcept {
    if (token.size() < hashed_characters) return std::nullopt;
    return crypto::siphash(secret_.reveal(), as_bytes(token.substr(token.size() - hashed_characters)));
}

VerifiedTokens::Stripe& VerifiedTokens::stripe_of_this_thread() const noexcept {
    return stripes_[thread_number() % stripes_.size()];
}

VerifiedToken::Shared VerifiedTokens::find(std::string_view token) {
    const std::optional<std::uint64_t> hash = this->hash(token);
    if (hash) places_.approach(*hash);
    Stripe& stripe = stripe_of_this_thread();
    const std::lock_guard lock(stripe.mutex);
    const VerifiedToken::Shared* const found = hash ? places_.find(*hash, token) : nullptr;
    if (found == nullptr) {
        ++stripe.misses;
        return nullptr;
    }
    ++stripe.hits;
    (*found)->set_used(true);
    return *found;
}

void VerifiedTokens::remember(std::string_view token, const VerifiedToken::Findings& findings, TimePoint now) {
    const std::optional<std::uint64_t> hash = this->hash(token);
    if (!hash) return;
    VerifiedToken::Shared fresh = VerifiedToken::make(token, *hash, findings);
    const AllStripes lock(stripes_);
    places_.enter(std::move(fresh), now);
}

/// Only for tokens that were found: nobody takes all locks with one that he made up.
void VerifiedTokens::forget(std::string_view token) noexcept {
    const std::optional<std::uint64_t> hash = this->hash(token);
    const AllStripes lock(stripes_);
    if (hash) places_.leave(*hash, token);
}

void VerifiedTokens::forget_key(std::uint64_t key_serial) noexcept {
    const AllStripes lock(stripes_);
    places_.leave_if([key_serial](const VerifiedToken& token) { return token.key_serial() == key_serial; });
}

void VerifiedTokens::clear() noexcept {
    const AllStripes lock(stripes_);
    places_.leave_if([](const VerifiedToken&) { return true; });
}

TokenCache::Figures VerifiedTokens::figures() const noexcept {
    const AllStripes lock(stripes_);
    TokenCache::Figures figures{.tokens = places_.tokens(), .bytes = places_.bytes()};
    for (const Stripe& stripe : stripes_) {
        figures.hits += stripe.hits;
        figures.misses += stripe.misses;
    }
    return figures;
}

}  // namespace watchword::jwt
