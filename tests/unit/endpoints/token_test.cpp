#include "server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view target = "/oauth2/token";
const std::string alice = "username=alice&password=quiet+green+bicycle+lamp";

struct Token : testing::Test {
    Token() { server.add_user("alice"); }
    TestServer server;
};

void expect_refusal(const Answer& answer, int status, std::string_view error, std::string_view code) {
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.json("error"), error);
    EXPECT_EQ(answer.json("code"), code);
    EXPECT_THAT(answer.json("error_description"), testing::EndsWith("."));
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("Pragma"), "no-cache");
}

TEST_F(Token, ThePasswordGrantGivesTokensThatMustNotBeStored) {
    const Answer answer = server.form(target, "grant_type=password&" + alice);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.json("token_type"), "Bearer");
    EXPECT_EQ(answer.json("expires_in"), "900");
    EXPECT_THAT(answer.json("access_token"), StartsWith("ey"));
    EXPECT_THAT(answer.json("refresh_token"), Not(IsEmpty()));
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("Pragma"), "no-cache");
}

TEST_F(Token, AcceptsWhatFastApiFormsAndSwaggerSendWhenNothingElseWasFilledIn) {
    const std::string fast_api = "grant_type=password&" + alice + "&scope=&client_id=&client_secret=";
    EXPECT_EQ(server.form(target, fast_api).status, 200);
    // An empty id and an empty secret: base64 of ":".
    EXPECT_EQ(server.form(target, fast_api, {{"Authorization", "Basic Og=="}}).status, 200);
    EXPECT_EQ(server.form(target, "grant_type=password&" + alice, {{"Authorization", basic("watchword", "")}}).status,
              200);
}

TEST_F(Token, ARefreshTokenGivesNewTokensAndAReplayAfterTheGraceEndsTheFamily) {
    const std::string first = server.sign_in().json("refresh_token");
    const Answer second = server.form(target, "grant_type=refresh_token&refresh_token=" + first);
    EXPECT_EQ(second.status, 200);
    EXPECT_NE(second.json("refresh_token"), first);
    server.clock.advance(Seconds(11));
    expect_refusal(server.form(target, "grant_type=refresh_token&refresh_token=" + first), 400, "invalid_grant",
                   "refresh_token_reused");
    expect_refusal(server.form(target, "grant_type=refresh_token&refresh_token=" + second.json("refresh_token")), 400,
                   "invalid_grant", "invalid_refresh_token");
}

TEST_F(Token, AClientGetsATokenForItself) {
    const std::string client = server.add_client("reports", {"client_credentials"});
    const Answer answer = server.form(target, "grant_type=client_credentials&scope=read", {{"Authorization", client}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.json("scope"), "read");
    EXPECT_EQ(answer.json("refresh_token"), "");
}

TEST_F(Token, RefusesBadInputWithTheRightStatusErrorAndCode) {
    struct Case {
        std::string body;
        int status;
        std::string_view error;
        std::string_view code;
    };
    const std::vector<Case> cases{
        {"", 400, "invalid_request", "missing_parameter"},
        {"grant_type=", 400, "invalid_request", "missing_parameter"},
        {alice, 400, "invalid_request", "missing_parameter"},
        {"grant_type=password&username=alice", 400, "invalid_request", "missing_parameter"},
        {"grant_type=password&password=x", 400, "invalid_request", "missing_parameter"},
        {"grant_type=password&username=alice&password=", 400, "invalid_request", "missing_parameter"},
        {"grant_type=refresh_token", 400, "invalid_request", "missing_parameter"},
        {"grant_type=urn:x", 400, "unsupported_grant_type", "unsupported_grant"},
        {"grant_type=Password&" + alice, 400, "unsupported_grant_type", "unsupported_grant"},
        {"grant_type=password&grant_type=password&" + alice, 400, "invalid_request", "repeated_parameter"},
        {"grant_type=password&username=bob&" + alice, 400, "invalid_request", "repeated_parameter"},
        {"grant_type=password&a=1&a=2&" + alice, 400, "invalid_request", "repeated_parameter"},
        {"grant_type=%zz", 400, "invalid_request", "invalid_form"},
        {"grant_type=password%00&" + alice, 400, "invalid_request", "invalid_form"},
        {"grant_type=password&username=alice&password=wrong", 400, "invalid_grant", "wrong_credentials"},
        {"grant_type=password&username=nobody&password=wrong", 400, "invalid_grant", "wrong_credentials"},
        {"grant_type=password&scope=admin&" + alice, 400, "invalid_scope", "invalid_scope"},
        {"grant_type=password&scope=%22&" + alice, 400, "invalid_scope", "invalid_scope"},
        {"grant_type=password&resource=https://x.example&" + alice, 400, "invalid_target", "invalid_target"},
        {"grant_type=refresh_token&refresh_token=x", 400, "invalid_grant", "invalid_refresh_token"},
        {"grant_type=client_credentials", 400, "unauthorized_client", "unauthorized_client"},
        {"grant_type=password&client_id=nobody&" + alice, 401, "invalid_client", "invalid_client"},
        {"grant_type=password&client_id=watchword&client_secret=x&" + alice, 401, "invalid_client", "invalid_client"},
    };
    for (const auto& [body, status, error, code] : cases) {
        SCOPED_TRACE(body);
        expect_refusal(server.form(target, body), status, error, code);
    }
}

TEST_F(Token, RefusesOtherContentTypesThanForms) {
    const std::string body = R"({"grant_type":"password"})";
    expect_refusal(server.json(target, body), 400, "invalid_request", "unsupported_media_type");
    expect_refusal(server.send(http::Method::post, target, {}, "grant_type=password&" + alice), 400, "invalid_request",
                   "unsupported_media_type");
    expect_refusal(server.send(http::Method::post, target, {}, "x", "multipart/form-data"), 400, "invalid_request",
                   "unsupported_media_type");
    const std::string with_charset = "application/x-www-form-urlencoded; charset=UTF-8";
    EXPECT_EQ(server.send(http::Method::post, target, {}, "grant_type=password&" + alice, with_charset).status, 200);
}

TEST_F(Token, RefusesCredentialsInTheQuery) {
    expect_refusal(server.form("/oauth2/token?client_id=a&client_secret=b", "grant_type=password&" + alice), 400,
                   "invalid_request", "invalid_request");
}

TEST_F(Token, RefusesOtherMethodsAndSaysWhichIsRight) {
    const Answer answer = server.get("/oauth2/token?grant_type=password");
    expect_refusal(answer, 405, "invalid_request", "method_not_allowed");
    EXPECT_EQ(answer.header("Allow"), "POST, OPTIONS");
}

TEST_F(Token, RefusesClientsThatCannotProveWhoTheyAre) {
    const std::string right = server.add_client("reports", {"client_credentials"});
    for (const std::string& wrong :
         {basic("reports", "wrong"), basic("reports", ""), basic("nobody", "x"), std::string("Basic !!!"),
          std::string("Basic"), std::string("Basic cmVwb3J0cw=="), std::string("Bearer x")}) {
        SCOPED_TRACE(wrong);
        const Answer answer = server.form(target, "grant_type=client_credentials", {{"Authorization", wrong}});
        expect_refusal(answer, 401, "invalid_client", "invalid_client");
        EXPECT_THAT(answer.header("WWW-Authenticate"), StartsWith("Basic realm="));
    }
    const Answer both = server.form(target, "grant_type=client_credentials&client_id=reports&client_secret=x",
                                    {{"Authorization", right}});
    expect_refusal(both, 400, "invalid_request", "invalid_request");
    const Answer two =
        server.form(target, "grant_type=client_credentials", {{"Authorization", right}, {"Authorization", right}});
    expect_refusal(two, 400, "invalid_request", "invalid_request");
}

TEST_F(Token, RefusesGrantsAndScopesBeyondTheClients) {
    const std::string client = server.add_client("reports", {"client_credentials"});
    const HeaderList headers{{"Authorization", client}};
    expect_refusal(server.form(target, "grant_type=password&" + alice, headers), 400, "unauthorized_client",
                   "unauthorized_client");
    expect_refusal(server.form(target, "grant_type=client_credentials&scope=admin", headers), 400, "invalid_scope",
                   "invalid_scope");
}

TEST_F(Token, UnknownUserAndWrongPasswordLookTheSame) {
    const Answer wrong = server.form(target, "grant_type=password&username=alice&password=wrong");
    const Answer unknown = server.form(target, "grant_type=password&username=nobody&password=wrong");
    EXPECT_EQ(wrong.status, unknown.status);
    EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(Token, TooManyFailuresAreAnsweredWithTheTimeToWait) {
    const std::string body = "grant_type=password&username=alice&password=wrong";
    for (unsigned i = 0; i < server.settings.limits.per_account.burst; ++i) {
        ASSERT_EQ(server.form(target, body).status, 400);
    }
    const Answer answer = server.form(target, "grant_type=password&" + alice);
    expect_refusal(answer, 429, "temporarily_unavailable", "rate_limited");
    EXPECT_THAT(answer.header("Retry-After"), testing::MatchesRegex("[1-9][0-9]*"));
}

TEST_F(Token, WhatTheServerRefusesOnItsOwnHasTheSameForm) {
    http::Request request;
    request.path = target;
    const http::Response large = server.router().fallback(413, request);
    expect_refusal({large.status, large.headers, large.body}, 413, "invalid_request", "body_too_large");
    const http::Response busy = server.router().fallback(503, request);
    expect_refusal({busy.status, busy.headers, busy.body}, 503, "temporarily_unavailable", "overloaded");
    EXPECT_EQ(busy.headers.find("Retry-After"), "1");
}

TEST_F(Token, RevocationEndsTheSessionAndIsSilentAboutUnknownTokens) {
    const Answer tokens = server.sign_in();
    EXPECT_EQ(server.form("/oauth2/revoke", "token=nope").status, 200);
    EXPECT_EQ(server.form("/oauth2/revoke", "token=" + tokens.json("refresh_token")).status, 200);
    expect_refusal(server.form(target, "grant_type=refresh_token&refresh_token=" + tokens.json("refresh_token")), 400,
                   "invalid_grant", "invalid_refresh_token");
    expect_refusal(server.form("/oauth2/revoke", ""), 400, "invalid_request", "missing_parameter");
}

TEST_F(Token, IntrospectionIsForConfidentialClientsAndSaysNothingAboutStrangersTokens) {
    const HeaderList client{{"Authorization", server.add_client("reports", {"client_credentials"})}};
    expect_refusal(server.form("/oauth2/introspect", "token=x"), 401, "invalid_client", "invalid_client");
    expect_refusal(server.form("/oauth2/introspect", "", client), 400, "invalid_request", "missing_parameter");
    EXPECT_EQ(server.form("/oauth2/introspect", "token=nope", client).body, R"({"active":false})");
    const Answer own = server.form(target, "grant_type=client_credentials&scope=read", client);
    const Answer known = server.form("/oauth2/introspect", "token=" + own.json("access_token"), client);
    EXPECT_EQ(known.json("active"), "true");
    EXPECT_EQ(known.header("Cache-Control"), "no-store");
    EXPECT_EQ(server.send(http::Method::get, "/oauth2/introspect?token=x").status, 405);
}

}  // namespace
}  // namespace watchword::endpoints
