#include <watchword/base/random.hpp>
#include <watchword/guard/guard.hpp>
#include <watchword/jwt/issue.hpp>

#include <gtest/gtest.h>

namespace watchword::guard::test {
namespace {

using From = Extraction::From;

const TimePoint now = from_unix_seconds(1'800'000'000);

const jose::SigningKey& key() {
    static const jose::SigningKey key = [] {
        PredictableRandomForTests random;
        return jose::HmacKey::generate(jose::Algorithm::HS256, random, "shared").signing_key();
    }();
    return key;
}

class UnreachableKeys final : public jwt::KeySource {
  public:
    Result<jose::VerificationKey> find(const jwt::KeyQuery&) const override { return Error::keys_unavailable; }
};

Policy policy(From from = From::bearer) {
    return {.requirements = {.issuer = jwt::Issuer("https://issuer.example"),
                             .audience = jwt::Audience("https://api.example"),
                             .algorithms = {jose::Algorithm::HS256},
                             .type = jwt::Type::access_token()},
            .extraction = {.from = from, .cookie_name = "token"},
            .realm = "api"};
}

std::string token(Seconds lifetime = Seconds(60)) {
    jwt::ClaimsBuilder claims;
    claims.issuer("https://issuer.example").audience("https://api.example").subject("u-1");
    claims.issued_at(now).expires_at(now + lifetime);
    claims.set("scope", "read write").set("sid", "s-1").set("client_id", "web");
    return jwt::issue(claims, key(), "at+jwt");
}

tl::expected<Principal, Challenge> checked(const RequestView& request, const Policy& with = policy(),
                                           const std::vector<std::string_view>& scopes = {}) {
    static const jwt::StaticKeys keys(key().verification_key());
    return check(request, keys, with, now, scopes);
}

/// The token, or the name of the error.
std::string extracted(const RequestView& request, From from) {
    const auto found = extract_token(request, {.from = from, .cookie_name = "token"});
    return found ? "token " + std::string(*found) : std::string(found.error().name());
}

TEST(ExtractToken, readsTheBearerScheme) {
    struct Case {
        std::vector<std::string_view> authorization;
        std::string expected;
    };
    for (const auto& [authorization, expected] : std::vector<Case>{
             {{"Bearer a.b.c"}, "token a.b.c"},
             {{"bearer a.b.c"}, "token a.b.c"},
             {{"BEARER   a.b.c  "}, "token a.b.c"},
             {{"Bearer AZaz09-._~+/=="}, "token AZaz09-._~+/=="},
             {{}, "missing_token"},
             {{""}, "missing_token"},
             {{"Basic dTpw"}, "missing_token"},
             {{"Negotiate Bearer"}, "missing_token"},
             {{"Bearera.b.c"}, "missing_token"},
             {{"BearerX a.b.c"}, "missing_token"},
             {{"Bearer"}, "invalid_request"},
             {{"Bearer "}, "invalid_request"},
             {{"Bearer a b"}, "invalid_request"},
             {{"Bearer a, Bearer b"}, "invalid_request"},
             {{"Bearer a,b"}, "invalid_request"},
             {{"Bearer \"a\""}, "invalid_request"},
             {{"Bearer ==="}, "invalid_request"},
             {{"Bearer a=b"}, "invalid_request"},
             {{"Bearer token=a"}, "invalid_request"},
             {{std::string_view("Bearer a\0b", 10)}, "invalid_request"},
             {{"Bearer a\r\nX: b"}, "invalid_request"},
             {{"Bearer a", "Bearer a"}, "several_tokens"},
             {{"Bearer a", "Basic dTpw"}, "several_tokens"},
             {{"Basic dTpw", "Basic dTpw"}, "several_tokens"},
         })
        EXPECT_EQ(extracted({.authorization = authorization, .cookie = {"token=c"}}, From::bearer), expected)
            << (authorization.empty() ? "none" : authorization.front());
}

TEST(ExtractToken, readsTheCookieOfThatNameOnly) {
    struct Case {
        std::vector<std::string_view> cookie;
        std::string expected;
    };
    for (const auto& [cookie, expected] : std::vector<Case>{
             {{"token=a.b.c"}, "token a.b.c"},
             {{"x=1; token=a.b.c; y=2"}, "token a.b.c"},
             {{"x=1;token=a.b.c;y=2"}, "token a.b.c"},
             {{"x=1", "token=a.b.c"}, "token a.b.c"},
             {{"token=a=b"}, "token a=b"},
             {{"token=a;;"}, "token a"},
             {{}, "missing_token"},
             {{""}, "missing_token"},
             {{"token"}, "missing_token"},
             {{"token="}, "missing_token"},
             {{"Token=a"}, "missing_token"},
             {{"xtoken=a; tokens=b"}, "missing_token"},
             {{"x=token=a"}, "missing_token"},
             {{"token=; token=a"}, "token a"},
             {{"token=a; token=b"}, "several_tokens"},
             {{"token=a; token=a"}, "several_tokens"},
             {{"token=a", "token=b"}, "several_tokens"},
         })
        EXPECT_EQ(extracted({.authorization = {"Bearer h"}, .cookie = cookie}, From::cookie), expected)
            << (cookie.empty() ? "none" : cookie.front());
}

TEST(ExtractToken, takesExactlyOneOfBearerAndCookie) {
    const auto either = [](std::vector<std::string_view> authorization, std::vector<std::string_view> cookie) {
        return extracted({std::move(authorization), std::move(cookie)}, From::bearer_or_cookie);
    };
    EXPECT_EQ(either({"Bearer h"}, {}), "token h");
    EXPECT_EQ(either({}, {"token=c"}), "token c");
    EXPECT_EQ(either({"Basic dTpw"}, {"token=c"}), "token c");
    EXPECT_EQ(either({}, {}), "missing_token");
    EXPECT_EQ(either({"Bearer h"}, {"token=c"}), "several_tokens");
    EXPECT_EQ(either({"Bearer h"}, {"token=h"}), "several_tokens");
    EXPECT_EQ(either({"Bearer h"}, {"token=c; token=d"}), "several_tokens");
    EXPECT_EQ(either({"Bearer"}, {"token=c"}), "invalid_request");
}

TEST(Check, tellsWhomTheRequestSpeaksFor) {
    const std::string bearer = "Bearer " + token();
    const auto principal = checked({.authorization = {bearer}}, policy(), {"read", "write"});
    ASSERT_TRUE(principal);
    EXPECT_EQ(principal->subject(), "u-1");
    EXPECT_EQ(principal->session(), "s-1");
    EXPECT_EQ(principal->client(), "web");
    EXPECT_TRUE(principal->has_scope("read"));
    EXPECT_FALSE(principal->has_scope("admin"));
    const std::string cookie = "token=" + token();
    EXPECT_TRUE(checked({.cookie = {cookie}}, policy(From::cookie)));
}

TEST(Check, answersWithoutATokenByABareChallenge) {
    const auto answer = checked({.authorization = {"Basic dTpw"}}, policy(), {"read"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 401);
    EXPECT_EQ(answer.error().www_authenticate, R"(Bearer realm="api")");
    EXPECT_EQ(answer.error().error, Error::missing_token);
}

TEST(Check, answersToABadTokenWithInvalidToken) {
    const std::string expired = "Bearer " + token(Seconds(0));
    const auto answer = checked({.authorization = {expired}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 401);
    EXPECT_EQ(answer.error().www_authenticate,
              R"(Bearer realm="api", error="invalid_token", error_description="The token has expired.")");
    EXPECT_EQ(answer.error().error, Error::expired);
    const auto garbage = checked({.authorization = {"Bearer garbage"}});
    ASSERT_FALSE(garbage);
    EXPECT_EQ(garbage.error().status, 401);
    EXPECT_EQ(garbage.error().error, Error::malformed);
}

TEST(Check, demandsEveryScope) {
    const std::string bearer = "Bearer " + token();
    const auto answer = checked({.authorization = {bearer}}, policy(), {"read", "admin"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 403);
    EXPECT_EQ(answer.error().www_authenticate,
              "Bearer realm=\"api\", error=\"insufficient_scope\", error_description=\"The access token does not have "
              "the scope that this needs.\", scope=\"read admin\"");
}

// RFC 9449 section 7.2.
TEST(Check, refusesATokenThatIsBoundToAKeyUnlessToldThatTheProofIsChecked) {
    jwt::ClaimsBuilder claims;
    claims.issuer("https://issuer.example").audience("https://api.example").expires_at(now + Seconds(60));
    claims.set_json("cnf", R"({"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"})");
    const std::string authorization = "Bearer " + jwt::issue(claims, key(), "at+jwt");
    const auto refused = checked({.authorization = {authorization}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error, Error::proof_required);
    EXPECT_EQ(refused.error().status, 401);

    Policy proven = policy();
    proven.bound_tokens = Policy::BoundTokens::accepted_proof_is_checked_elsewhere;
    EXPECT_TRUE(checked({.authorization = {authorization}}, proven));
}

TEST(Check, asksTheCacheIfThereIsOne) {
    SystemRandom random;
    jwt::TokenCache cache({}, random);
    Policy cached = policy();
    cached.cache = &cache;
    const std::string authorization = "Bearer " + token();
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(checked({.authorization = {authorization}}, cached)->subject(), "u-1");
    EXPECT_EQ(cache.figures().hits, 1U);
    EXPECT_EQ(cache.figures().misses, 1U);
}

TEST(Check, answersToSeveralTokensWithInvalidRequest) {
    const auto answer = checked({.authorization = {"Bearer a", "Bearer b"}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 400);
    EXPECT_NE(answer.error().www_authenticate.find(R"(error="invalid_request")"), std::string::npos);
    EXPECT_EQ(answer.error().error, Error::several_tokens);
}

TEST(Check, blamesNobodyWhenTheKeysAreUnavailable) {
    const std::string bearer = "Bearer " + token();
    const auto answer = check({.authorization = {bearer}}, UnreachableKeys{}, policy(), now);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 503);
    EXPECT_EQ(answer.error().www_authenticate, "");
    EXPECT_EQ(answer.error().error, Error::keys_unavailable);
}

TEST(ChallengeFor, mapsErrorsToStatuses) {
    struct Case {
        Error::Code code;
        int status;
        std::string_view reason;
    };
    for (const auto& [code, status, reason] : {
             Case{Error::bad_signature, 401, "invalid_token"},
             Case{Error::unknown_key, 401, "invalid_token"},
             Case{Error::session_ended, 401, "invalid_token"},
             Case{Error::algorithm_not_allowed, 401, "invalid_token"},
             Case{Error::invalid_request, 400, "invalid_request"},
             Case{Error::several_tokens, 400, "invalid_request"},
             Case{Error::insufficient_scope, 403, "insufficient_scope"},
             Case{Error::forbidden, 403, ""},
             Case{Error::overloaded, 503, ""},
             Case{Error::storage_unavailable, 503, ""},
             Case{Error::internal, 500, ""},
         }) {
        const Challenge challenge = challenge_for(code, "api");
        EXPECT_EQ(challenge.status, status) << challenge.error.name();
        EXPECT_EQ(challenge.www_authenticate.empty(), reason.empty()) << challenge.error.name();
        EXPECT_NE(challenge.www_authenticate.find(reason), std::string::npos) << challenge.error.name();
    }
}

TEST(ChallengeFor, namesNoScopeWhereThereIsNone) {
    EXPECT_EQ(challenge_for(Error::insufficient_scope, "api").www_authenticate,
              "Bearer realm=\"api\", error=\"insufficient_scope\", error_description=\"The access token does not have "
              "the scope that this needs.\"");
}

TEST(ChallengeFor, letsNothingBreakOutOfItsQuotes) {
    const Challenge challenge =
        challenge_for(Error::insufficient_scope, "a\"b\\c\r\nX: y\x7f\xc3\xa4", {"read\"", "w\r\nrite"});
    EXPECT_EQ(
        challenge.www_authenticate,
        "Bearer realm=\"a\\\"b\\\\cX: y\", error=\"insufficient_scope\", error_description=\"The access token does "
        "not have the scope that this needs.\", scope=\"read\\\" write\"");
}

TEST(ChallengeFor, keepsTheDetailOutOfTheHeader) {
    const Challenge challenge = challenge_for(Error(Error::malformed, "detail"), "api");
    EXPECT_EQ(challenge.www_authenticate.find("detail"), std::string::npos);
    EXPECT_EQ(challenge.error.detail(), "detail");
}

}  // namespace
}  // namespace watchword::guard::test
