#include "server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

const std::string login = R"({"username":"alice","password":"quiet green bicycle lamp"})";

struct Api : testing::Test {
    Api() { server.add_user("alice"); }
    TestServer server;
};

void expect_problem(const Answer& answer, int status, std::string_view code) {
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.json("code"), code);
    EXPECT_EQ(answer.json("status"), std::to_string(status));
    EXPECT_EQ(answer.json("type"), "about:blank");
    EXPECT_NE(answer.json("title"), "");
    EXPECT_THAT(answer.json("detail"), testing::EndsWith("."));
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
}

TEST_F(Api, SignsInRefreshesAndSignsOut) {
    const Answer tokens = server.json("/api/v1/login", login);
    EXPECT_EQ(tokens.status, 200);
    const Answer fresh =
        server.json("/api/v1/refresh", R"({"refresh_token":")" + tokens.json("refresh_token") + R"("})");
    EXPECT_EQ(fresh.status, 200);
    const std::string body = R"({"refresh_token":")" + fresh.json("refresh_token") + R"("})";
    EXPECT_EQ(server.json("/api/v1/logout", body).status, 204);
    EXPECT_EQ(server.json("/api/v1/logout", body).status, 204);
    expect_problem(server.json("/api/v1/refresh", body), 401, "invalid_refresh_token");
}

TEST_F(Api, RefusesBadInputWithAProblemDocument) {
    struct Case {
        std::string body;
        int status;
        std::string_view code;
    };
    const std::vector<Case> cases{
        {"", 400, "invalid_json"},
        {"{", 400, "invalid_json"},
        {"[]", 400, "invalid_json"},
        {login + "x", 400, "invalid_json"},
        {"\xef\xbb\xbf" + login, 400, "invalid_json"},
        {R"({"username":"a","username":"b","password":"x"})", 400, "invalid_json"},
        {R"({"username":"a","\u0075sername":"b","password":"x"})", 400, "invalid_json"},
        {R"({"username":"\ud800","password":"x"})", 400, "invalid_json"},
        {R"({"a":)" + std::string(20, '[') + std::string(20, ']') + "}", 413, "body_too_large"},
        {R"({"a":")" + std::string(70'000, 'a') + R"("})", 413, "body_too_large"},
        {"{}", 400, "missing_parameter"},
        {R"({"username":"alice"})", 400, "missing_parameter"},
        {R"({"username":"alice","password":""})", 400, "missing_parameter"},
        {R"({"username":"alice","password":null})", 400, "missing_parameter"},
        {R"({"username":["alice"],"password":"x"})", 400, "invalid_request"},
        {R"({"username":"alice","password":1})", 400, "invalid_request"},
        {R"({"username":"alice","password":"wrong"})", 401, "wrong_credentials"},
        {R"({"username":"nobody","password":"wrong"})", 401, "wrong_credentials"},
        {R"({"username":"alice","password":"x","scope":"admin"})", 400, "invalid_scope"},
    };
    for (const auto& [body, status, code] : cases) {
        SCOPED_TRACE(body.substr(0, 80));
        expect_problem(server.json("/api/v1/login", body), status, code);
    }
}

TEST_F(Api, WantsJsonWhichNoFormOfAnotherSiteCanSend) {
    for (const std::string_view type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"}) {
        SCOPED_TRACE(type);
        for (const std::string_view target : {"/api/v1/login", "/api/v1/refresh", "/api/v1/logout"}) {
            expect_problem(server.send(http::Method::post, target, {}, login, type), 415, "unsupported_media_type");
        }
    }
    const std::string with_charset = "Application/JSON; charset=utf-8";
    EXPECT_EQ(server.send(http::Method::post, "/api/v1/login", {}, login, with_charset).status, 200);
}

TEST_F(Api, WrongCredentialsGetTheBareChallenge) {
    const Answer answer = server.json("/api/v1/login", R"({"username":"alice","password":"wrong"})");
    EXPECT_EQ(answer.header("WWW-Authenticate"), R"(Bearer realm="watchword")");
}

TEST_F(Api, LogoutNeedsSomethingToEnd) {
    expect_problem(server.json("/api/v1/logout", "{}"), 400, "missing_parameter");
    const Answer answer = server.send(http::Method::post, "/api/v1/logout", {{"Authorization", "Bearer xyz"}});
    expect_problem(answer, 401, "malformed");
}

TEST_F(Api, HealthAndReadinessAnswer) {
    EXPECT_EQ(server.get("/healthz").body, R"({"status":"ok"})");
    EXPECT_EQ(server.get("/readyz").body, R"({"status":"ready"})");
}

TEST(JwksCaching, IsShorterThanTheAnnouncementOfANewKeyAndNeverLong) {
    struct Case {
        Seconds publication;
        std::string_view cache_control;
    };
    for (const auto& [publication, cache_control] :
         {Case{Seconds(0), "public, max-age=0"}, Case{Seconds(300), "public, max-age=150"},
          Case{Seconds(600), "public, max-age=300"}, Case{std::chrono::days(7), "public, max-age=300"}}) {
        auth::Settings settings;
        settings.lifetimes.key_publication = publication;
        EXPECT_EQ(TestServer(settings).get("/.well-known/jwks.json").header("Cache-Control"), cache_control);
    }
}

TEST_F(Api, TheKeysAreAnnouncedWithoutTheirSecrets) {
    const Answer answer = server.get("/.well-known/jwks.json");
    EXPECT_EQ(answer.header("Content-Type"), "application/jwk-set+json");
    EXPECT_THAT(answer.json("keys"), testing::HasSubstr("ES256"));
    EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr("\"d\"")));
}

TEST_F(Api, TheMetadataListsOnlyWhatAnswers) {
    const Answer answer = server.get("/.well-known/oauth-authorization-server");
    EXPECT_EQ(answer.json("issuer"), issuer);
    EXPECT_EQ(answer.json("response_types_supported"), "[]");
    EXPECT_EQ(answer.json("grant_types_supported"), R"(["password","refresh_token","client_credentials"])");
    for (const std::string_view name :
         {"token_endpoint", "revocation_endpoint", "introspection_endpoint", "userinfo_endpoint", "jwks_uri"}) {
        const std::string url = answer.json(name);
        ASSERT_TRUE(url.starts_with(issuer)) << name;
        EXPECT_NE(server.router().match(http::Method::get, url.substr(issuer.size())).status, 404) << name;
    }
}

}  // namespace
}  // namespace watchword::endpoints
