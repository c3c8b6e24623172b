#include <watchword/endpoints/error_response.hpp>
#include <watchword/endpoints/web_files.hpp>

#include <algorithm>
#include <set>

#include "server.hpp"
#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

using jose::json::Document;
using jose::json::Value;

struct OpenApi : testing::Test {
    OpenApi() : document(Document::parse_object(web_file("openapi.json")).value()) {}
    Value at(std::initializer_list<std::string_view> path) const {
        Value value = document.root();
        for (const std::string_view name : path)
            value = value.find(name).value();
        return value;
    }
    Document document;
};

/// Pages and their files are for people; everything else is described.
bool is_for_programs(const http::Route& route) {
    static const std::set<std::string, std::less<>> for_programs{"/healthz", "/readyz", "/openapi.json"};
    return route.path.starts_with("/oauth2/") || route.path.starts_with("/api/") ||
           route.path.starts_with("/.well-known/") || for_programs.contains(route.path);
}

std::string operation(http::Method method, std::string_view path) {
    std::string text(http::name(method));
    std::ranges::transform(text, text.begin(), [](char letter) { return static_cast<char>(letter | 0x20); });
    return text + ' ' + std::string(path);
}

TEST_F(OpenApi, DescribesEveryRouteForProgramsAndNothingElse) {
    std::set<std::string> routed;
    TestServer server;
    for (const http::Route& route : server.router().routes()) {
        if (is_for_programs(route)) routed.insert(operation(route.method, route.path));
    }
    std::set<std::string> described;
    for (const std::string_view path : at({"paths"}).names()) {
        for (const std::string_view method : at({"paths", path}).names())
            described.insert(std::string(method) + ' ' + std::string(path));
    }
    EXPECT_EQ(described, routed);
}

TEST_F(OpenApi, ListsExactlyTheCodesThatAnAnswerCanCarry) {
    std::set<std::string> listed;
    for (const Value& code : at({"components", "schemas", "Code", "enum"}).elements())
        listed.insert(std::string(code.string().value()));
    std::set<std::string> answered;
    for (const Error::Code code : answered_codes())
        answered.insert(std::string(Error(code).name()));
    EXPECT_EQ(listed, answered);
}

TEST_F(OpenApi, OffersThePasswordFlowToTools) {
    const Value flow = at({"components", "securitySchemes", "password", "flows", "password"});
    EXPECT_EQ(flow.find("tokenUrl")->string(), "/oauth2/token");
}

TEST_F(OpenApi, IsServedAsItIs) {
    TestServer server;
    const Answer answer = server.get("/openapi.json");
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.body, web_file("openapi.json"));
}

}  // namespace
}  // namespace watchword::endpoints
