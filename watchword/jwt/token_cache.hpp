#pragma once
/// A memory of tokens that have been verified: a token that comes again costs no signature check and no parsing.
///
/// What depends on the moment or on the caller is checked at each hit, in the order of `verify`: the algorithm and the
/// type, that the key is still there and still the same one, times, issuer, audience, subject, required claims, profile
/// and revocation. What remains is a fact about the token and the key alone: the signature is genuine, and the payload
/// says what it says.

#include <watchword/base/clock.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace watchword::jwt {

class VerifiedToken;
class VerifiedTokens;

/// Bounded; thread-safe. Threads that find tokens do not wait for each other, only for one that takes a token in or
/// out; no lock is held while `keys` or `Requirements::revocations` is asked. May be used with different key sources
/// and requirements at once.
///
/// A token enters when it has been accepted, so that nobody fills the cache with what he made up. It rests in one of a
/// few places that a secret of this cache chooses, so that nobody aims at the token of another. If all of them are
/// taken, an expired token leaves, else one that was not asked for since it entered or since the last look, else the
/// one whose turn it is: many tokens used once do not push out those in use. What leaves is wiped as soon as nobody
/// holds its claims.
class TokenCache {
  public:
    struct Capacity {
        /// Rounded up to eight times a power of two. Reserve twice the tokens that are alive at once, so that there is
        /// nearly always a free place.
        std::size_t tokens = 32 * 1024;
        /// Tokens, their claims and what belongs to them. A token that needs more than a quarter of it is verified, but
        /// not kept.
        std::size_t bytes = std::size_t{64} * 1024 * 1024;
    };
    /// `random` is asked for the secret of this cache, and not kept.
    TokenCache(const Capacity& capacity, Random& random);
    ~TokenCache();
    TokenCache(const TokenCache&) = delete;
    TokenCache& operator=(const TokenCache&) = delete;

    /// As jwt::verify: the same verdict, the same error, the same claims. Claims of one token share their content, also
    /// after it has left the cache, and keep it in memory until then.
    Result<Claims> verify(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now);

    /// As `verify` for a token that is held and whose key is the same still; empty for any other, of which nothing is
    /// checked. For a caller who prepares differently for a signature check than for a look.
    std::optional<Result<Claims>> verify_known(std::string_view token, const KeySource& keys,
                                               const Requirements& required, TimePoint now);

    /// Forgets what this key verified. Not needed for safety: a key that its source does not give any more verifies
    /// nothing, cached or not.
    void forget_key(const jose::VerificationKey& key) noexcept;
    /// Forgets everything.
    void clear() noexcept;

    struct Figures {
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
        std::size_t tokens = 0;
        std::size_t bytes = 0;
    };
    /// Since the construction; for metrics.
    Figures figures() const noexcept;

  private:
    std::optional<Result<Claims>> verify_again(std::shared_ptr<const VerifiedToken> known, const KeySource& keys,
                                               const Requirements& required, TimePoint now);
    Result<Claims> verify_first(std::string_view token, const KeySource& keys, const Requirements& required,
                                TimePoint now);

    std::unique_ptr<VerifiedTokens> tokens_;
};

}  // namespace watchword::jwt
