#pragma once
/// What the threads of `TokenCache` share: the places of its tokens, and the locks before them. Internal to jwt.

#include <watchword/base/secret.hpp>
#include <watchword/jwt/token_places.hpp>

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

namespace watchword::jwt {

class VerifiedTokens {
  public:
    VerifiedTokens(const TokenCache::Capacity& capacity, Random& random);

    /// Null if it is not known.
    VerifiedToken::Shared find(std::string_view token);
    /// For accepted tokens only.
    void remember(std::string_view token, const VerifiedToken::Findings& findings, TimePoint now);
    void forget(std::string_view token) noexcept;
    void forget_key(std::uint64_t key_serial) noexcept;
    void clear() noexcept;
    TokenCache::Figures figures() const noexcept;

  private:
    /// The lock of some threads. Who looks takes that of its own, which no other core has touched; who changes anything
    /// takes all. Changes are rare: they follow a verification.
    struct alignas(64) Stripe {
        std::mutex mutex;
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
    };
    using Stripes = std::array<Stripe, 16>;
    class AllStripes;
    Stripe& stripe_of_this_thread() const noexcept;
    std::optional<std::uint64_t> hash(std::string_view token) const noexcept;

    SecretBytes secret_;
    TokenPlaces places_;
    mutable Stripes stripes_;
};

}  // namespace watchword::jwt
