#include <watchword/jwt/revocations.hpp>
#include <watchword/jwt/token_cache.hpp>

#include <string>
#include <vector>

#include "fixture.hpp"

namespace watchword::jwt {
namespace {

using test::claims;
using test::hmac;
using test::keys;
using test::now;
using test::requirements;

std::unique_ptr<TokenCache> cache_of(const TokenCache::Capacity& capacity) {
    PredictableRandomForTests random;
    return std::make_unique<TokenCache>(capacity, random);
}

std::string token(int number, TimePoint expires_at = now + Seconds(900)) {
    return issue(claims().id(std::string("t-") + std::to_string(number)).expires_at(expires_at), hmac());
}

/// Whether the token is accepted, and whether it was found in the cache.
enum class Answer { hit, miss, refused };

Answer ask(TokenCache& cache, const std::string& jwt, TimePoint at = now, const KeySource& source = keys()) {
    const std::uint64_t before = cache.figures().hits;
    if (!cache.verify(jwt, source, requirements(), at)) return Answer::refused;
    return cache.figures().hits > before ? Answer::hit : Answer::miss;
}

std::string error_of(TokenCache& cache, const std::string& jwt, const Requirements& required, TimePoint at = now) {
    const auto result = cache.verify(jwt, keys(), required, at);
    return result ? "accepted" : std::string(result.error().name());
}

TEST(TokenCache, FindsATokenThatItVerified) {
    const auto cache = cache_of({});
    EXPECT_EQ(ask(*cache, token(1)), Answer::miss);
    EXPECT_EQ(ask(*cache, token(1)), Answer::hit);
    EXPECT_EQ(ask(*cache, token(2)), Answer::miss);
    EXPECT_EQ(cache->figures().tokens, 2U);
    EXPECT_GT(cache->figures().bytes, token(1).size() + token(2).size());
}

TEST(TokenCache, SaysNothingAboutATokenThatItDoesNotHold) {
    const auto cache = cache_of({});
    EXPECT_FALSE(cache->verify_known(token(1), keys(), requirements(), now));
    ASSERT_EQ(ask(*cache, token(1)), Answer::miss);
    const auto known = cache->verify_known(token(1), keys(), requirements(), now);
    ASSERT_TRUE(known && *known);
    EXPECT_EQ((*known)->id(), "t-1");
    const auto expired = cache->verify_known(token(1), keys(), requirements(), now + Seconds(900));
    ASSERT_TRUE(expired);
    EXPECT_EQ(expired->error(), Error::expired);
    cache->clear();
    EXPECT_FALSE(cache->verify_known(token(1), keys(), requirements(), now));
}

TEST(TokenCache, GivesTheSameClaimsAndLetsThemOutliveIt) {
    auto cache = cache_of({});
    (void)cache->verify(token(1), keys(), requirements(), now);
    const auto hit = cache->verify(token(1), keys(), requirements(), now);
    ASSERT_TRUE(hit);
    cache->clear();
    EXPECT_EQ(cache->figures().tokens, 0U);
    EXPECT_EQ(cache->figures().bytes, 0U);
    cache.reset();
    EXPECT_EQ(hit->to_json(), verify(token(1), keys(), requirements(), now)->to_json());
}

TEST(TokenCache, GivesClaimsOfEveryShapeAndSize) {
    const auto cache = cache_of({});
    const std::vector<std::string> values{
        R"("")",
        R"("a \"quoted\" \u00e9")",
        R"([1,-2.5,true,null,{"deep":[["x"]]}])",
        "18446744073709551615",
        std::string("\"") + std::string(1, 'x') + "\"",
        std::string("\"") + std::string(5'000, 'x') + "\"",
    };
    for (const std::string& value : values) {
        const std::string jwt = issue(claims().set_json("value", value), hmac());
        ASSERT_EQ(ask(*cache, jwt), Answer::miss) << value;
        ASSERT_EQ(ask(*cache, jwt), Answer::hit) << value;
        EXPECT_EQ(cache->verify(jwt, keys(), requirements(), now)->to_json(),
                  verify(jwt, keys(), requirements(), now)->to_json());
    }
}

TEST(TokenCache, CountsWhatATokenOccupies) {
    const auto cache = cache_of({});
    ASSERT_EQ(ask(*cache, token(1)), Answer::miss);
    const std::size_t one = cache->figures().bytes;
    const std::string longer = issue(claims().id("t-2").set("note", std::string(1'000, 'x')), hmac());
    ASSERT_EQ(ask(*cache, longer), Answer::miss);
    EXPECT_GE(cache->figures().bytes - one, one + 1'000 + longer.size() - token(1).size());
}

TEST(TokenCache, ChecksTimesAtEachHit) {
    const auto cache = cache_of({});
    const std::string jwt = issue(claims().not_before(now), hmac());
    ASSERT_EQ(ask(*cache, jwt), Answer::miss);
    EXPECT_EQ(error_of(*cache, jwt, requirements(), now + Milliseconds(899'999)), "accepted");
    EXPECT_EQ(error_of(*cache, jwt, requirements(), now + Milliseconds(900'000)), "expired");
    EXPECT_EQ(error_of(*cache, jwt, requirements(), now - Milliseconds(1)), "not_yet_valid");
    Requirements young = requirements();
    young.max_age = Seconds(10);
    EXPECT_EQ(error_of(*cache, jwt, young, now + Milliseconds(10'000)), "accepted");
    EXPECT_EQ(error_of(*cache, jwt, young, now + Milliseconds(10'001)), "too_old");
    EXPECT_EQ(cache->figures().hits, 5U);
}

TEST(TokenCache, ChecksTheRequirementsOfEachCaller) {
    const auto cache = cache_of({});
    ASSERT_EQ(ask(*cache, token(1)), Answer::miss);
    Requirements other = requirements();
    other.issuer = Issuer("https://other.example");
    EXPECT_EQ(error_of(*cache, token(1), other), "wrong_issuer");
    other = requirements();
    other.audience = Audience("https://other.example");
    EXPECT_EQ(error_of(*cache, token(1), other), "wrong_audience");
    other = requirements();
    other.algorithms = {jose::Algorithm::ES256};
    EXPECT_EQ(error_of(*cache, token(1), other), "algorithm_not_allowed");
    other = requirements();
    other.type = Type::access_token();
    EXPECT_EQ(error_of(*cache, token(1), other), "wrong_type");
    other = requirements();
    other.profile = Profile::access_token;
    EXPECT_EQ(error_of(*cache, token(1), other), "wrong_type");
    other = requirements();
    other.subject = "u-2";
    EXPECT_EQ(error_of(*cache, token(1), other), "wrong_subject");
    other = requirements();
    other.required_claims = {"sid"};
    EXPECT_EQ(error_of(*cache, token(1), other), "missing_claim");
    other = requirements();
    other.revocations = std::make_shared<RevokedIds>(std::unordered_set<std::string>{"t-1"});
    EXPECT_EQ(error_of(*cache, token(1), other), "revoked");
    other = requirements();
    other.max_bytes = token(1).size() - 1;
    EXPECT_EQ(error_of(*cache, token(1), other), "too_large");
    EXPECT_EQ(ask(*cache, token(1)), Answer::hit);
}

TEST(TokenCache, ForgetsATokenWhoseKeyIsGone) {
    const auto cache = cache_of({});
    ASSERT_EQ(ask(*cache, token(1)), Answer::miss);
    const StaticKeys none{std::vector<jose::VerificationKey>{}};
    EXPECT_EQ(ask(*cache, token(1), now, none), Answer::refused);
    EXPECT_EQ(cache->figures().tokens, 0U);
}

TEST(TokenCache, DoesNotBelieveAnotherKeyOfTheSameName) {
    const auto cache = cache_of({});
    ASSERT_EQ(ask(*cache, token(1)), Answer::miss);
    const auto secret = Bytes(32, 7);
    const auto other = jose::HmacKey::from_secret(jose::Algorithm::HS256, secret, hmac().kid()).value();
    const StaticKeys replaced(other.verification_key());
    const auto refused = cache->verify(token(1), replaced, requirements(), now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Error::bad_signature);
    EXPECT_EQ(cache->figures().tokens, 0U);
    EXPECT_EQ(ask(*cache, token(1)), Answer::miss);
}

TEST(TokenCache, ForgetsWhatAKeyVerifiedAndNothingElse) {
    const auto cache = cache_of({});
    ASSERT_EQ(ask(*cache, token(1)), Answer::miss);
    const std::string other = issue(claims(), test::ecdsa());
    ASSERT_EQ(ask(*cache, other), Answer::miss);
    cache->forget_key(hmac().verification_key());
    EXPECT_EQ(cache->figures().tokens, 1U);
    EXPECT_EQ(ask(*cache, token(1)), Answer::miss);
    EXPECT_EQ(ask(*cache, other), Answer::hit);
}

TEST(TokenCache, TakesInNoTokenThatWasRefused) {
    const auto cache = cache_of({});
    std::string forged = token(1);
    forged[forged.rfind('.') + 3] ^= 1;
    EXPECT_EQ(ask(*cache, forged), Answer::refused);
    EXPECT_EQ(ask(*cache, token(2), now + Seconds(900)), Answer::refused);
    EXPECT_EQ(ask(*cache, ""), Answer::refused);
    EXPECT_EQ(ask(*cache, "a.b.c"), Answer::refused);
    EXPECT_EQ(cache->verify({}, keys(), requirements(), now).error(), Error::malformed);
    EXPECT_EQ(cache->figures().tokens, 0U);
}

TEST(TokenCache, ComparesTheWholeToken) {
    const auto cache = cache_of({});
    const std::string genuine = token(1);
    ASSERT_EQ(ask(*cache, genuine), Answer::miss);
    // The characters that are hashed, the last ones, stay as they are.
    for (std::size_t i = 0; i + 15 < genuine.size(); ++i) {
        std::string forged = genuine;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        ASSERT_EQ(ask(*cache, forged), Answer::refused) << i;
    }
    EXPECT_EQ(ask(*cache, genuine), Answer::hit);
}

TEST(TokenCache, KnowsOneSpellingOfAPayloadOnly) {
    const auto cache = cache_of({});
    // Of any length modulo three, so that the last character has bits that encode nothing.
    for (const std::size_t size : {0U, 1U, 2U, 500U, 501U, 502U, 5'000U, 5'001U, 5'002U}) {
        const std::string genuine = issue(claims().set("note", std::string(size, 'x')), hmac());
        ASSERT_EQ(ask(*cache, genuine), Answer::miss) << size;
        ASSERT_EQ(ask(*cache, genuine), Answer::hit) << size;
        const std::size_t end = genuine.rfind('.');
        std::vector<std::string> others;
        for (const char last :
             std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ")) {
            others.push_back(genuine);
            others.back()[end - 1] = last;
        }
        for (const std::string_view added : {"=", "==", "A", "AA", ".", ".A", " "})
            others.push_back(std::string(genuine).insert(end, added));
        others.push_back(std::string(genuine).erase(end - 1, 1));
        others.push_back(std::string(genuine).erase(end, 1));
        others.push_back(std::string(genuine).erase(genuine.find('.'), 1));
        std::erase(others, genuine);
        for (const std::string& other : others)
            ASSERT_EQ(ask(*cache, other), Answer::refused) << other;
    }
}

TEST(TokenCache, ComparesLongPayloadsToTheLastCharacter) {
    const auto cache = cache_of({});
    const std::string genuine = issue(claims().set("note", std::string(5'000, 'x')), hmac());
    ASSERT_EQ(ask(*cache, genuine), Answer::miss);
    for (std::size_t i = genuine.find('.'); i < genuine.rfind('.'); i += 7) {
        std::string forged = genuine;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        ASSERT_EQ(ask(*cache, forged), Answer::refused) << i;
    }
    EXPECT_EQ(ask(*cache, genuine), Answer::hit);
}

TEST(TokenCache, NeverHoldsMoreTokensThanItsCapacity) {
    const auto cache = cache_of({.tokens = 64});
    for (int i = 0; i < 500; ++i)
        ASSERT_EQ(ask(*cache, token(i)), Answer::miss);
    EXPECT_LE(cache->figures().tokens, 64U);
    EXPECT_GT(cache->figures().tokens, 48U);
}

TEST(TokenCache, NeverHoldsMoreBytesThanItsCapacity) {
    const auto cache = cache_of({.tokens = 8, .bytes = 8 * 1024});
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(ask(*cache, token(i)), Answer::miss);
        ASSERT_LE(cache->figures().bytes, 8 * 1024U);
        ASSERT_EQ(ask(*cache, token(i)), Answer::hit);
    }
    const std::string large = issue(claims().set("note", std::string(4 * 1024, 'x')), hmac());
    EXPECT_EQ(ask(*cache, large), Answer::miss);
    EXPECT_EQ(ask(*cache, large), Answer::miss);
}

TEST(TokenCache, KeepsTokensInUseThroughAFloodOfOthers) {
    const auto cache = cache_of({.tokens = 8});
    for (int i = 0; i < 4; ++i) {
        ASSERT_EQ(ask(*cache, token(i)), Answer::miss);
        ASSERT_EQ(ask(*cache, token(i)), Answer::hit);
    }
    for (int i = 100; i < 400; ++i)
        ASSERT_EQ(ask(*cache, token(i)), Answer::miss);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(ask(*cache, token(i)), Answer::hit) << i;
}

TEST(TokenCache, LetsDeadTokensLeaveFirst) {
    const auto cache = cache_of({.tokens = 8});
    for (int i = 0; i < 8; ++i) {
        const std::string jwt = token(i, now + Seconds(i == 5 ? 10 : 9'000));
        ASSERT_EQ(ask(*cache, jwt), Answer::miss);
        ASSERT_EQ(ask(*cache, jwt), Answer::hit);
    }
    // Dead when no leeway, which is at most ten minutes, can accept it.
    const TimePoint later = now + Seconds(610);
    ASSERT_EQ(ask(*cache, token(100, now + Seconds(9'000)), later), Answer::miss);
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(ask(*cache, token(i, now + Seconds(i == 5 ? 10 : 9'000)), later),
                  i == 5 ? Answer::refused : Answer::hit);
}

}  // namespace
}  // namespace watchword::jwt
