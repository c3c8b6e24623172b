// The cache must never say anything else than `verify`: random tokens, requirements and moments, while keys come and
// go.

#include <watchword/jwt/revocations.hpp>
#include <watchword/jwt/token_cache.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "fixture.hpp"

namespace watchword::jwt {
namespace {

using test::now;

/// Keys that come and go while others ask for them.
class ChangingKeys final : public KeySource {
  public:
    Result<jose::VerificationKey> find(const KeyQuery& query) const override { return current()->find(query); }
    void set(std::vector<jose::VerificationKey> keys) {
        auto next = std::make_shared<const StaticKeys>(std::move(keys));
        const std::lock_guard lock(mutex_);
        keys_ = std::move(next);
    }

  private:
    std::shared_ptr<const StaticKeys> current() const {
        const std::lock_guard lock(mutex_);
        return keys_;
    }
    mutable std::mutex mutex_;
    std::shared_ptr<const StaticKeys> keys_ = std::make_shared<const StaticKeys>(std::vector<jose::VerificationKey>{});
};

/// Draws everything that a round needs.
class Draw {
  public:
    explicit Draw(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t bound) { return random_() % bound; }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class T>
    const T& any(const std::vector<T>& values) {
        return values[below(values.size())];
    }

    TimePoint moment() { return now + Seconds(static_cast<std::int64_t>(below(1'600)) - 300); }

    std::string token(const std::vector<jose::SigningKey>& signers) {
        ClaimsBuilder claims;
        claims.issuer(any(names_)).subject(any(names_)).id(std::string("t-") + std::to_string(below(40)));
        if (one_in(2)) claims.audience(std::vector<std::string>{any(names_), any(names_)});
        if (!one_in(8)) claims.audience(any(names_));
        if (!one_in(10)) claims.expires_at(now + Seconds(static_cast<std::int64_t>(below(1'200))));
        if (one_in(2)) claims.not_before(now - Seconds(static_cast<std::int64_t>(below(100))));
        if (!one_in(4)) claims.issued_at(now - Seconds(static_cast<std::int64_t>(below(100))));
        if (!one_in(4)) claims.set("client_id", "app");
        if (one_in(12)) claims.set("nonce", "n");
        if (one_in(20)) claims.set_json("exp", R"("soon")");
        return issue(claims, any(signers), one_in(2) ? "at+jwt" : "JWT");
    }

    /// Now and then something else than what was issued.
    std::string presented(std::string token) {
        if (one_in(8)) token[below(token.size())] = static_cast<char>('A' + below(26));
        if (one_in(40)) token.resize(below(token.size()));
        if (one_in(40)) token += any(std::vector<std::string>{".", "=", "A", "."});
        return token;
    }

    Requirements requirements() {
        Requirements required{.issuer = one_in(3) ? Issuer::any() : Issuer::any_of({any(names_), any(names_)}),
                              .audience = one_in(3) ? Audience::any() : Audience::any_of({any(names_), any(names_)}),
                              .algorithms = {jose::Algorithm::HS256, jose::Algorithm::ES256},
                              .type = one_in(2)   ? Type::any()
                                      : one_in(2) ? Type::plain()
                                                  : Type::access_token()};
        if (one_in(10)) required.algorithms = {jose::Algorithm::ES256};
        if (one_in(2)) required.leeway = Seconds(static_cast<std::int64_t>(below(900)));
        if (one_in(4)) required.required_claims = {"client_id", "iat", "aud"};
        if (one_in(6)) required.subject = any(names_);
        if (one_in(4)) required.max_age = Seconds(static_cast<std::int64_t>(below(600)));
        if (one_in(4)) required.profile = Profile::access_token;
        if (one_in(4)) required.revocations = std::make_shared<RevokedIds>(revoked_);
        if (one_in(30)) required.max_bytes = 100 + below(400);
        return required;
    }

  private:
    std::mt19937 random_;
    const std::vector<std::string> names_{"a", "b", "https://c.example"};
    const std::unordered_set<std::string> revoked_{"t-1", "t-2", "t-3"};
};

jose::SigningKey hmac_key(std::uint8_t fill, std::string kid) {
    return jose::HmacKey::from_secret(jose::Algorithm::HS256, Bytes(32, fill), std::move(kid))->signing_key();
}

std::vector<jose::VerificationKey> some_of(const std::vector<jose::SigningKey>& signers, Draw& draw) {
    std::vector<jose::VerificationKey> keys;
    for (std::size_t i = 0; i < signers.size(); ++i) {
        if (draw.one_in(5)) continue;
        // Now and then another key under the same name, or the same secret imported again.
        if (i < 2 && draw.one_in(3))
            keys.push_back(hmac_key(static_cast<std::uint8_t>(1 + draw.below(2)), signers[i].kid()).verification_key());
        else
            keys.push_back(signers[i].verification_key());
    }
    return keys;
}

std::string text_of(const Result<Claims>& result) {
    if (result) return "accepted " + result->to_json();
    std::string text(result.error().name());
    text += " ";
    return text += result.error().detail();
}

void expect_the_same_verdicts(const TokenCache::Capacity& capacity, unsigned seed, int rounds) {
    PredictableRandomForTests random;
    TokenCache cache(capacity, random);
    Draw draw(seed);
    const std::vector<jose::SigningKey> signers{hmac_key(1, "one"), hmac_key(2, "two"), hmac_key(3, ""), test::ecdsa()};
    std::vector<std::string> tokens;
    for (int i = 0; i < 60; ++i)
        tokens.push_back(draw.token(signers));
    std::vector<Requirements> demands;
    for (int i = 0; i < 40; ++i)
        demands.push_back(draw.requirements());

    ChangingKeys keys;
    int accepted = 0;
    for (int round = 0; round < rounds; ++round) {
        if (round % 40 == 0) keys.set(some_of(signers, draw));
        if (draw.one_in(500)) cache.forget_key(draw.any(signers).verification_key());
        if (draw.one_in(1'000)) cache.clear();
        const std::string token = draw.presented(draw.any(tokens));
        const Requirements& required = draw.any(demands);
        const TimePoint at = draw.moment();
        const Result<Claims> slow = verify(token, keys, required, at);
        const Result<Claims> fast = cache.verify(token, keys, required, at);
        ASSERT_EQ(text_of(fast), text_of(slow)) << "seed " << seed << " round " << round << " " << token;
        accepted += slow.has_value() ? 1 : 0;
    }
    EXPECT_GT(accepted, rounds / 50);
    EXPECT_GT(cache.figures().hits, static_cast<std::uint64_t>(rounds) / 50);
    EXPECT_GT(cache.figures().misses, static_cast<std::uint64_t>(rounds) / 50);
}

TEST(TokenCacheProperty, SaysWhatVerifySays) {
    for (unsigned seed = 1; seed <= 4; ++seed)
        expect_the_same_verdicts({}, seed, 4'000);
}

TEST(TokenCacheProperty, SaysWhatVerifySaysAlsoWhenItIsTooSmall) {
    expect_the_same_verdicts({.tokens = 16, .bytes = 24 * 1024}, 5, 8'000);
}

TEST(TokenCacheProperty, SharedByThreadsItAcceptsOnlyWhatAKeyOfThatMomentVerifies) {
    PredictableRandomForTests random;
    TokenCache cache({.tokens = 32, .bytes = 64 * 1024}, random);
    const std::vector<jose::SigningKey> signers{hmac_key(1, "one"), hmac_key(2, "two")};
    std::vector<std::string> tokens;
    for (int i = 0; i < 64; ++i)
        tokens.push_back(issue(test::claims().id(std::to_string(i)), signers[static_cast<std::size_t>(i % 2)]));

    ChangingKeys keys;
    keys.set({signers[0].verification_key(), signers[1].verification_key()});
    std::atomic<int> wrong{0};
    std::atomic<int> accepted{0};
    const auto ask = [&](unsigned seed) {
        Draw draw(seed);
        for (int round = 0; round < 3'000; ++round) {
            const std::size_t number = draw.below(tokens.size());
            const auto claims = cache.verify(tokens[number], keys, test::requirements(), now);
            if (claims && claims->id() != std::to_string(number)) ++wrong;
            // The first key never leaves.
            if (!claims && (number % 2 == 0 || !(claims.error() == Error::unknown_key))) ++wrong;
            accepted += claims ? 1 : 0;
        }
    };
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 3; ++seed)
        threads.emplace_back(ask, seed);
    for (int round = 0; round < 100; ++round) {
        keys.set({signers[0].verification_key()});
        cache.forget_key(signers[1].verification_key());
        keys.set({signers[0].verification_key(), signers[1].verification_key()});
        if (round % 10 == 0) cache.clear();
        (void)cache.figures();
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(accepted, 3'000);
}

}  // namespace
}  // namespace watchword::jwt
