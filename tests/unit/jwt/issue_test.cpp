#include <watchword/jwt/decode_unverified.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "fixture.hpp"

namespace watchword::jwt {
namespace {

using test::claims;
using test::hmac;

TEST(ClaimsBuilder, KeepsTheLastValueOfANameAtItsFirstPlace) {
    ClaimsBuilder builder;
    builder.set("a", 1).set("b", "long value").set("c", 3).set("b", 2);
    EXPECT_EQ(builder.to_json(), R"({"a":1,"b":2,"c":3})");
    builder.set("a", "a much longer value than before")
        .set("c", std::vector<std::string>{"x", "y"})
        .set_flag("d", true);
    EXPECT_EQ(builder.to_json(), R"({"a":"a much longer value than before","b":2,"c":["x","y"],"d":true})");
    builder.set("d", -5).set("a", 0).set("c", std::vector<std::string>{});
    EXPECT_EQ(builder.to_json(), R"({"a":0,"b":2,"c":[],"d":-5})");
}

TEST(ClaimsBuilder, TellsNamesApartThatNeedEscapes) {
    ClaimsBuilder builder;
    builder.set("a\"b", 1).set("a\\\"b", 2).set("a\"b", 3).set("", 4).set("", 5);
    EXPECT_EQ(builder.to_json(), R"({"a\"b":3,"a\\\"b":2,"":5})");
}

TEST(ClaimsBuilder, ManyNamesStayApart) {
    ClaimsBuilder builder;
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 200; ++i)
            builder.set(std::string("n").append(std::to_string(i)), i + round);
    const auto document = jose::json::Document::parse_object(builder.to_json());
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().names().size(), 200U);
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(document->root().find(std::string("n").append(std::to_string(i)))->integer(), i + 1);
}

TEST(Issue, RefusesForeignJsonThatIsNotOneValue) {
    for (const char* const json : {"", "1,2", "1,\"x\":2", "1}", "{", "tru", "01", "\"\xff\"", "{\"a\":1,\"a\":2}"})
        EXPECT_THROW((void)issue(claims().set_json("note", json), hmac()), std::invalid_argument) << json;
    for (const char* const json : {"1", " {\"a\": [1, null]} ", "\"\xc3\xa4\"", "1.5e3", "[]"})
        EXPECT_NO_THROW((void)issue(claims().set_json("note", json), hmac())) << json;
}

TEST(Issue, RefusesPiecesOfForeignJsonThatMakeMembersOfWhatStandsBetweenThem) {
    ClaimsBuilder builder;
    builder.set_json("x", "{\"q\":1").audience("mine").set_json("z", "2},\"aud\":\"another\",\"z\":1");
    EXPECT_THROW((void)issue(builder, hmac()), std::invalid_argument);
    // Also if it is written over: what was told to be JSON was none.
    EXPECT_THROW((void)issue(builder.set("x", 1).set("z", 2), hmac()), std::invalid_argument);
}

TEST(ClaimsBuilder, IsWholeAfterItWasMovedFrom) {
    ClaimsBuilder first;
    for (int i = 0; i < 40; ++i)
        first.set(std::string("n").append(std::to_string(i)), i);
    const std::string before = first.to_json();
    ClaimsBuilder second = std::move(first);
    first.set("n39", 0).set("more", std::string(2000, 'x'));
    EXPECT_EQ(second.to_json(), before);
    EXPECT_NO_THROW((void)issue(first, hmac()));
}

TEST(Issue, RefusesWhatNoVerifierWouldRead) {
    EXPECT_THROW((void)issue(claims().set("bad \xff", 1), hmac()), std::invalid_argument);
    EXPECT_THROW((void)issue(claims().set("list", std::vector<std::string>{"ok", "\xc3"}), hmac()),
                 std::invalid_argument);
    EXPECT_THROW((void)issue(claims().set("note", std::string(65 * 1024, 'x')), hmac()), std::invalid_argument);
    EXPECT_NO_THROW((void)issue(claims().set("note", std::string(60 * 1024, 'x')), hmac()));
}

TEST(Issue, RefusesATypeAndAKeyIdThatNoVerifierWouldRead) {
    PredictableRandomForTests random;
    const auto oddly_named = jose::HmacKey::generate(jose::Algorithm::HS256, random, "\xff").signing_key();
    EXPECT_THROW((void)issue(claims(), oddly_named), std::invalid_argument);
    for (int again = 0; again < 2; ++again) {
        EXPECT_THROW((void)issue(claims(), hmac(), "\xff"), std::invalid_argument);
        EXPECT_EQ(issue_json("{}", hmac(), "\xff").error(), Error::malformed);
        EXPECT_EQ(issue_json("{}", oddly_named).error(), Error::malformed);
    }
    EXPECT_NO_THROW((void)issue(claims(), hmac(), "\xc3\xa4"));
}

TEST(Issue, WritesTheSameAsForTheSameJson) {
    for (const char* const type : {"JWT", "at+jwt", "a \"quoted\" one"})
        EXPECT_EQ(issue(claims(), hmac(), type), issue_json(claims().to_json(), hmac(), type).value());
}

TEST(Issue, KeepsHeadersOfManyKeysAndTypesApart) {
    std::vector<jose::SigningKey> keys;
    for (int i = 0; i < 12; ++i)
        keys.push_back(
            jose::HmacKey::from_secret(jose::Algorithm::HS256, Bytes(32, 1), std::string("k").append(std::to_string(i)))
                ->signing_key());
    for (int round = 0; round < 3; ++round)
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const std::string type = std::string("type-") + std::to_string((i + static_cast<std::size_t>(round)) % 5);
            const auto token = decode_unverified(issue(claims(), keys[i], type));
            ASSERT_TRUE(token);
            EXPECT_EQ(token->header.root().find("kid")->string(), keys[i].kid());
            EXPECT_EQ(token->header.root().find("typ")->string(), type);
        }
}

}  // namespace
}  // namespace watchword::jwt
