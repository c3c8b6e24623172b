#include <watchword/jose/json.hpp>
#include <watchword/jwt/explanation_json.hpp>

#include "fixture.hpp"
#include <gmock/gmock.h>

namespace watchword::jwt::test {
namespace {

jose::json::Document json_of(std::string_view token) {
    return *jose::json::Document::parse_object(to_json(explain(token, keys(), requirements(), now)));
}

TEST(ExplanationJson, HasAStableStructure) {
    const auto document = json_of(issue(claims().set_json("exp", "1799999999.75"), hmac()));
    const auto root = document.root();
    EXPECT_THAT(root.names(), testing::ElementsAre("verified", "error", "checks", "key", "expected_keys", "skew",
                                                   "size", "findings", "header", "claims"));
    EXPECT_EQ(root.find("verified")->boolean(), false);
    EXPECT_EQ(root.find("error")->string(), "expired");
    EXPECT_THAT(root.find("checks")->elements().at(0).names(),
                testing::ElementsAre("check", "outcome", "sentence", "error"));
    EXPECT_THAT(root.find("key")->names(), testing::ElementsAre("kid", "algorithm", "fingerprint"));
    EXPECT_EQ(root.find("key")->to_json(), root.find("expected_keys")->elements().at(0).to_json());
    EXPECT_EQ(root.find("skew")->to_json(), R"({"exp":-0.25,"nbf":null,"iat":0})");
    EXPECT_THAT(root.find("size")->names(), testing::ElementsAre("bytes", "max_bytes", "cookie_bytes", "cookie_limit"));
}

TEST(ExplanationJson, HasNothingWhereNothingCouldBeRead) {
    const auto document = json_of("nonsense");
    for (const char* name : {"key", "header", "claims"})
        EXPECT_EQ(document.root().find(name)->to_json(), "null") << name;
}

TEST(ExplanationJson, SaysNoErrorOfATokenThatIsAccepted) {
    const auto document = json_of(issue(claims(), hmac()));
    EXPECT_EQ(document.root().find("verified")->boolean(), true);
    EXPECT_EQ(document.root().find("error")->to_json(), "null");
}

TEST(ExplanationJson, WritesSecondsWithAsManyDecimalsAsTheyNeed) {
    EXPECT_EQ(seconds_text(Milliseconds(0)), "0");
    EXPECT_EQ(seconds_text(Milliseconds(12'000)), "12");
    EXPECT_EQ(seconds_text(Milliseconds(-250)), "-0.25");
    EXPECT_EQ(seconds_text(Milliseconds(1'005)), "1.005");
    EXPECT_EQ(seconds_text(Milliseconds(-60'100)), "-60.1");
}

}  // namespace
}  // namespace watchword::jwt::test
