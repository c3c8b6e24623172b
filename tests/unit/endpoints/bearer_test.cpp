#include <watchword/auth/tokens.hpp>
#include <watchword/jwt/issue.hpp>

#include "server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Bearer : testing::Test {
    Bearer() : user(server.add_user("alice")) {}

    /// A token of ours in every respect but what `change` does to its claims.
    template <class Change>
    std::string token_with(Change change, std::string_view type = "at+jwt") {
        jwt::ClaimsBuilder claims;
        const TimePoint now = server.clock.now();
        claims.issuer(issuer).subject(user.id).audience(issuer).issued_at(now).expires_at(now + Seconds(60)).id("j1");
        claims.set("client_id", "watchword").set("sid", "s1");
        change(claims);
        return jwt::issue(claims, server.keys->signing_key(now), type);
    }

    TestServer server;
    auth::User user;
};

TEST_F(Bearer, UserinfoTellsWhatTheScopesAllow) {
    EXPECT_EQ(server.bearer("/oauth2/userinfo", server.sign_in("openid").json("access_token")).body,
              R"({"sub":")" + user.id + R"("})");
    const Answer all = server.bearer("/oauth2/userinfo", server.sign_in("openid profile email").json("access_token"));
    EXPECT_EQ(all.json("sub"), user.id);
    EXPECT_EQ(all.json("preferred_username"), "alice");
    EXPECT_EQ(all.json("email"), "alice@example.org");
}

TEST_F(Bearer, MeTellsWhoIsSignedIn) {
    const Answer answer = server.bearer("/api/v1/me", server.sign_in().json("access_token"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.json("id"), user.id);
    EXPECT_EQ(answer.json("name"), "alice");
    EXPECT_EQ(answer.json("role"), "user");
    EXPECT_EQ(answer.json("client_id"), "watchword");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
}

TEST_F(Bearer, WithoutATokenTheChallengeHasNoErrorCode) {
    for (const std::string_view target : {"/oauth2/userinfo", "/api/v1/me"}) {
        const Answer answer = server.get(target);
        EXPECT_EQ(answer.status, 401);
        EXPECT_THAT(answer.header("WWW-Authenticate"), StartsWith("Bearer realm="));
        EXPECT_THAT(answer.header("WWW-Authenticate"), Not(HasSubstr("error")));
        EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
        EXPECT_EQ(answer.json("code"), "missing_token");
    }
}

TEST_F(Bearer, RefusesTokensThatAreNotOursOrNotFresh) {
    const std::string good = server.sign_in().json("access_token");
    std::string tampered = good;
    tampered[good.rfind('.') + 5] = tampered[good.rfind('.') + 5] == 'A' ? 'B' : 'A';
    TestServer stranger;
    stranger.add_user("alice");
    const TimePoint now = server.clock.now();
    struct Case {
        std::string token;
        std::string_view code;
    };
    const std::vector<Case> cases{
        {"xyz", "malformed"},
        {tampered, "bad_signature"},
        {stranger.sign_in().json("access_token"), "unknown_key"},
        {token_with([](auto& claims) { claims.issuer("https://other.example"); }), "wrong_issuer"},
        {token_with([](auto& claims) { claims.audience("https://other.example"); }), "wrong_audience"},
        {token_with([&](auto& claims) { claims.expires_at(now); }), "expired"},
        {token_with([&](auto& claims) { claims.not_before(now + Seconds(1)); }), "not_yet_valid"},
        {token_with([](auto&) {}, "JWT"), "wrong_type"},
        {token_with([](auto&) {}), "session_ended"},
    };
    for (const auto& [token, code] : cases) {
        SCOPED_TRACE(code);
        const Answer answer = server.bearer("/oauth2/userinfo", token);
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(answer.json("code"), code);
        EXPECT_THAT(answer.header("WWW-Authenticate"), HasSubstr("error=\"invalid_token\""));
    }
}

TEST_F(Bearer, ATokenIsGoodUntilTheSecondItExpires) {
    const std::string token = server.sign_in().json("access_token");
    server.clock.advance(Seconds(899));
    EXPECT_EQ(server.bearer("/api/v1/me", token).status, 200);
    server.clock.advance(Seconds(1));
    EXPECT_EQ(server.bearer("/api/v1/me", token).json("code"), "expired");
}

TEST_F(Bearer, RefusesSeveralTokens) {
    const std::string header = "Bearer " + server.sign_in().json("access_token");
    const Answer answer = server.get("/oauth2/userinfo", {{"Authorization", header}, {"Authorization", header}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.json("code"), "several_tokens");
    EXPECT_THAT(answer.header("WWW-Authenticate"), HasSubstr("error=\"invalid_request\""));
}

TEST_F(Bearer, WhatIsNoTokenAtAllIsAnsweredWithAChallengeToo) {
    for (const std::string_view header : {"Bearer", "Bearer ", "Bearer a b", "Bearer \"quoted\""}) {
        SCOPED_TRACE(header);
        const Answer answer = server.get("/oauth2/userinfo", {{"Authorization", std::string(header)}});
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(answer.json("code"), "malformed");
        EXPECT_THAT(answer.header("WWW-Authenticate"), HasSubstr("error=\"invalid_token\""));
    }
}

TEST_F(Bearer, ATokenThatStandsForAnApplicationIsForbidden) {
    const std::string client = server.add_client("reports", {"client_credentials"});
    const Answer token = server.form("/oauth2/token", "grant_type=client_credentials", {{"Authorization", client}});
    for (const std::string_view target : {"/oauth2/userinfo", "/api/v1/me"}) {
        const Answer answer = server.bearer(target, token.json("access_token"));
        EXPECT_EQ(answer.status, 403);
        EXPECT_EQ(answer.json("code"), "user_token_required");
        EXPECT_THAT(answer.header("WWW-Authenticate"), HasSubstr("error=\"insufficient_scope\""));
    }
}

TEST_F(Bearer, AfterSignOutTheTokenIsRefusedHereAtOnce) {
    const std::string token = server.sign_in().json("access_token");
    EXPECT_EQ(server.send(http::Method::post, "/api/v1/logout", {{"Authorization", "Bearer " + token}}).status, 204);
    EXPECT_EQ(server.bearer("/api/v1/me", token).json("code"), "session_ended");
    EXPECT_EQ(server.send(http::Method::post, "/api/v1/logout", {{"Authorization", "Bearer " + token}}).status, 204);
}

}  // namespace
}  // namespace watchword::endpoints
