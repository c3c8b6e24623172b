#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/revocations.hpp>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

Check explained(const ClaimsBuilder& builder, const Requirements& required, std::string_view name) {
    for (const Check& check : explain(issue(builder, ecdsa()), keys(), required, now).checks)
        if (check.name == name) return check;
    throw std::out_of_range(std::string(name));
}

Requirements id_token() {
    return Requirements::id_token_of("https://issuer.example", {.client_id = "https://api.example", .nonce = "n-1"});
}

TEST(ExplainProfile, saysWhichKindWasExpectedAndWhatContradicts) {
    EXPECT_EQ(explained(claims(), requirements(), "profile").sentence,
              "Expected a plain token, and nothing in the claims contradicts that.");
    EXPECT_EQ(explained(claims().set("nonce", "n-1"), requirements(), "profile").sentence,
              "Expected a plain token. The token is of another type than the one expected here. (tokens of this kind "
              "have no nonce)");
    EXPECT_EQ(explained(claims(), id_token(), "profile").sentence,
              "Expected an ID token (OpenID Connect Core). The token lacks a claim that is required here. (nonce)");
    const Requirements logout = Requirements::logout_token("https://issuer.example", "https://api.example");
    EXPECT_EQ(explained(claims(), logout, "type").sentence, R"(Type: expected "logout+jwt" or "jwt", found "JWT".)");
}

TEST(ExplainProfile, saysWhenTheSignInWas) {
    Requirements required = id_token();
    EXPECT_EQ(explained(claims(), required, "authentication_age").sentence, "Any age of the sign-in is accepted.");
    required.max_authentication_age = Seconds(600);
    EXPECT_EQ(explained(claims(), required, "authentication_age").sentence,
              "The sign-in may be 600 s old; the token does not say when it was (no auth_time).");
    EXPECT_EQ(explained(claims().set("auth_time", now_seconds - 601), required, "authentication_age").sentence,
              "The sign-in may be 600 s old; it was 601 s ago (tolerated skew: 0 s).");
    EXPECT_EQ(explained(claims().set("auth_time", "x"), required, "authentication_age").sentence,
              "The sign-in may be 600 s old; auth_time is no time.");
}

TEST(ExplainProfile, asksAboutRevocationOnlyWhatIsValidOtherwise) {
    Requirements required = requirements();
    EXPECT_EQ(explained(claims(), required, "revocation").outcome, Outcome::passed);
    required.revocations = std::make_shared<RevokedIds>(std::unordered_set<std::string>{"t-1"});
    const Check revoked = explained(claims(), required, "revocation");
    EXPECT_EQ(revoked.outcome, Outcome::failed);
    EXPECT_EQ(*revoked.error, Error::revoked);
    EXPECT_EQ(explained(claims().expires_at(now), required, "revocation").outcome, Outcome::skipped);
}

}  // namespace
}  // namespace watchword::jwt::test
