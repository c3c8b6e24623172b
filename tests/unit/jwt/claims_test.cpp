#include <watchword/jwt/decode_unverified.hpp>

#include <type_traits>

#include "fixture.hpp"
#include <gmock/gmock.h>

namespace watchword::jwt::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

static_assert(!std::is_constructible_v<Claims, jose::json::Document>, "claims come out of verify only");
static_assert(std::is_nothrow_move_constructible_v<Claims>);
static_assert(sizeof(Claims) <= 4 * sizeof(void*), "claims move cheaply");

Claims verified(const ClaimsBuilder& builder) {
    Result<Claims> result = verify(issue(builder, hmac()), keys(), requirements(), now);
    EXPECT_TRUE(result);
    return *std::move(result);
}

TEST(Claims, readTheAudienceInBothSpellings) {
    EXPECT_THAT(verified(claims()).audience(), ElementsAre("https://api.example"));
    EXPECT_THAT(verified(claims().audience(std::vector<std::string>{"https://api.example", "b"})).audience(),
                ElementsAre("https://api.example", "b"));
}

TEST(Claims, splitTheScopeAtSpaces) {
    const Claims two = verified(claims().set("scope", "  read  write "));
    EXPECT_THAT(two.scopes(), ElementsAre("read", "write"));
    EXPECT_TRUE(two.has_scope("read"));
    EXPECT_TRUE(two.has_scope("write"));
    EXPECT_FALSE(two.has_scope("rea"));
    EXPECT_FALSE(two.has_scope("read  write"));
    EXPECT_FALSE(two.has_scope(""));
    EXPECT_THAT(verified(claims().set("scope", "")).scopes(), IsEmpty());
    EXPECT_FALSE(verified(claims().set("scope", std::vector<std::string>{"read"})).has_scope("read"));
}

TEST(Claims, areEmptyWhereTheTokenIsSilent) {
    const Claims claims = verified(test::claims().set_json("number", "3"));
    EXPECT_EQ(claims.string("nothing"), "");
    EXPECT_EQ(claims.string("number"), "");
    EXPECT_EQ(claims.not_before(), std::nullopt);
    EXPECT_EQ(claims.find("nothing"), std::nullopt);
    EXPECT_EQ(claims.find("number")->integer(), 3);
    EXPECT_EQ(claims.id(), "t-1");
    EXPECT_EQ(claims.issued_at(), now);
}

TEST(ClaimsBuilder, writesEveryKindOfValueAndTheLastOfAName) {
    ClaimsBuilder builder;
    builder.set("a", "x\"y\\z\n").set("b", 7).set_flag("c", true).set("d", std::vector<std::string>{"1", "2"});
    builder.set("b", 8).set_json("e", R"({"f":null})").set("d", std::vector<std::string>{});
    EXPECT_EQ(builder.to_json(), R"({"a":"x\"y\\z\n","b":8,"c":true,"d":[],"e":{"f":null}})");
    EXPECT_EQ(ClaimsBuilder().to_json(), "{}");
}

TEST(Issue, writesAlgorithmTypeAndKidOfTheKey) {
    const auto token = decode_unverified(issue(claims(), ecdsa(), "at+jwt"));
    ASSERT_TRUE(token);
    EXPECT_EQ(token->header.root().to_json(), R"({"alg":"ES256","typ":"at+jwt","kid":"ec"})");
    const auto plain = decode_unverified(issue(claims(), *jose::generate_signing_key(jose::Algorithm::EdDSA)));
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->header.root().to_json(), R"({"alg":"EdDSA","typ":"JWT"})");
}

TEST(Issue, signsNothingThatNobodyCouldRead) {
    for (const char* const json : {"", "[]", "{", "{}x", R"({"a":1,"a":2})", "{\"a\":\"\xff\"}"}) {
        const auto token = issue_json(json, hmac());
        ASSERT_FALSE(token) << json;
        EXPECT_EQ(token.error(), Error::malformed) << json;
    }
    EXPECT_THROW(issue(claims().set("note", "\xc3"), hmac()), std::invalid_argument);
    EXPECT_THROW(issue(claims().set_json("note", "1,2"), hmac()), std::invalid_argument);
    EXPECT_TRUE(issue_json("{}", hmac()));
}

TEST(DecodeUnverified, showsATokenThatNobodySigned) {
    const auto token = decode_unverified("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ.");
    ASSERT_TRUE(token);
    EXPECT_EQ(token->header.root().to_json(), R"({"alg":"none"})");
    EXPECT_EQ(token->claims.root().to_json(), R"({"sub":"u-1"})");
    EXPECT_TRUE(token->signature.empty());
}

TEST(DecodeUnverified, refusesWhatIsNoCompactToken) {
    for (const char* const text : {"", "a.b", "a.b.c.d", "..", "e30.e30.*", "e30.W10.", "W10.e30.", "e30=.e30."}) {
        const auto token = decode_unverified(text);
        ASSERT_FALSE(token) << text;
        EXPECT_EQ(token.error(), Error::malformed) << text;
    }
    const auto huge = decode_unverified(std::string(65 * 1024, 'A'));
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error(), Error::too_large);
}

}  // namespace
}  // namespace watchword::jwt::test
