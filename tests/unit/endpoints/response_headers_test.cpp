#include "server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

using testing::HasSubstr;
using testing::Not;

Settings with_cors() {
    Settings settings;
    settings.cors_origins = {"https://app.example"};
    return settings;
}

TEST(SecurityHeaders, AreOnEveryAnswer) {
    TestServer server;
    for (const std::string_view target : {"/login", "/healthz", "/nowhere", "/oauth2/token", "/api/v1/me", "/"}) {
        SCOPED_TRACE(target);
        const Answer answer = server.get(target);
        EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
        EXPECT_THAT(answer.header("Content-Security-Policy"), Not(HasSubstr("unsafe")));
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.header("Referrer-Policy"), target == "/login" ? "same-origin" : "no-referrer");
        EXPECT_EQ(answer.header("Cache-Control"), "no-store");
        EXPECT_EQ(answer.header("Strict-Transport-Security"), "");
    }
}

TEST(SecurityHeaders, OverHttpsTheBrowserIsToldToStayThere) {
    TestServer server;
    http::Request request;
    request.path = "/healthz";
    request.scheme = http::Scheme::https;
    const auto match = server.router().match(http::Method::get, request.path);
    struct Case {
        std::string_view host;
        std::optional<std::string_view> policy;
    };
    for (const auto& [host, policy] :
         {Case{"auth.example", "max-age=31536000"}, Case{"localhost.example:8443", "max-age=31536000"},
          Case{"localhost", std::nullopt}, Case{"localhost:8443", std::nullopt}}) {
        request.headers.set("Host", std::string(host));
        const http::Response response = server.router().run(*match.route, request);
        EXPECT_EQ(response.headers.find("Strict-Transport-Security"), policy) << host;
    }
}

TEST(Cors, IsSilentUnlessItIsConfigured) {
    TestServer server;
    const Answer answer = server.get("/api/v1/me", {{"Origin", "https://app.example"}});
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(answer.header("Vary"), "");
}

TEST(Cors, AnswersThePreflightOfAConfiguredOrigin) {
    TestServer server({}, with_cors());
    const Answer answer = server.send(http::Method::options, "/api/v1/login",
                                      {{"Origin", "https://app.example"}, {"Access-Control-Request-Method", "POST"}});
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://app.example");
    EXPECT_THAT(answer.header("Access-Control-Allow-Methods"), HasSubstr("POST"));
    EXPECT_EQ(answer.header("Access-Control-Allow-Headers"), "Authorization, Content-Type");
    EXPECT_EQ(answer.header("Access-Control-Allow-Credentials"), "");
    EXPECT_EQ(answer.header("Vary"), "Origin");
}

TEST(Cors, RefusalsCanBeReadAsWell) {
    TestServer server({}, with_cors());
    const Answer answer = server.get("/api/v1/me", {{"Origin", "https://app.example"}});
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://app.example");
    EXPECT_THAT(answer.header("Access-Control-Expose-Headers"), HasSubstr("WWW-Authenticate"));
}

TEST(Cors, OtherOriginsAndPagesAreLeftOut) {
    TestServer server({}, with_cors());
    for (const std::string_view origin : {"https://evil.example", "https://app.example.evil", "http://app.example",
                                          "https://app.example:444", "null", "https://APP.example"}) {
        const Answer answer = server.get("/api/v1/me", {{"Origin", std::string(origin)}});
        EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "") << origin;
        EXPECT_EQ(answer.header("Vary"), "Origin");
    }
    EXPECT_EQ(server.get("/login", {{"Origin", "https://app.example"}}).header("Access-Control-Allow-Origin"), "");
}

TEST(Fallback, AnswersInTheFormOfThePathOrOfWhoeverAsks) {
    TestServer server;
    const HeaderList browser{{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
    EXPECT_THAT(server.get("/nowhere", browser).header("Content-Type"), HasSubstr("text/html"));
    EXPECT_EQ(server.get("/nowhere").header("Content-Type"), "application/problem+json");
    EXPECT_EQ(server.get("/api/nowhere", browser).header("Content-Type"), "application/problem+json");
    EXPECT_EQ(server.get("/oauth2/nowhere", browser).json("error"), "invalid_request");
    EXPECT_EQ(server.get("/nowhere").json("code"), "not_found");
    const Answer wrong_method = server.send(http::Method::del, "/api/v1/me");
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.header("Allow"), "GET, HEAD, OPTIONS");
}

}  // namespace
}  // namespace watchword::endpoints
