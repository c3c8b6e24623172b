#include <watchword/auth/tokens.hpp>
#include <watchword/jwt/decode_unverified.hpp>

#include "world.hpp"

namespace watchword::auth {
namespace {

AccessTokenSubject about_alice() {
    return {.subject = "u_alice",
            .client_id = "watchword",
            .audience = "https://auth.example",
            .scope = "openid",
            .session_id = "s_1",
            .auth_time = start_time - Seconds(60),
            .role = Role::admin};
}

TEST(AccessToken, HasTheClaimsOfRfc9068) {
    World world;
    const std::string token = issue_access_token(world.context, about_alice(), start_time);
    const auto unverified = jwt::decode_unverified(token);
    EXPECT_EQ(unverified->header.root().find("typ")->string(), "at+jwt");
    EXPECT_EQ(unverified->header.root().find("alg")->string(), "ES256");
    EXPECT_TRUE(unverified->header.root().find("kid"));
    const jwt::Claims claims = world.claims_of(token);
    EXPECT_EQ(claims.issuer(), "https://auth.example");
    EXPECT_EQ(claims.subject(), "u_alice");
    EXPECT_EQ(claims.audience(), std::vector<std::string_view>{"https://auth.example"});
    EXPECT_EQ(claims.issued_at(), start_time);
    EXPECT_EQ(claims.expires_at(), start_time + Seconds(900));
    EXPECT_EQ(claims.id().size(), 22U) << "128 bits";
    EXPECT_EQ(claims.string("client_id"), "watchword");
    EXPECT_EQ(claims.string("scope"), "openid");
    EXPECT_EQ(claims.string("sid"), "s_1");
    EXPECT_EQ(claims.find("auth_time")->integer(), to_unix_seconds(start_time) - 60);
    EXPECT_EQ(claims.find("roles")->to_json(), R"(["admin"])");
}

TEST(AccessToken, SaysNothingOfWhatThereIsNot) {
    World world;
    AccessTokenSubject service{.subject = "svc", .client_id = "svc", .audience = "x", .scope = {}, .session_id = {}};
    const jwt::Claims claims = world.claims_of(issue_access_token(world.context, service, start_time), "x");
    for (const char* name : {"scope", "sid", "auth_time", "roles"})
        EXPECT_FALSE(claims.find(name)) << name;
}

TEST(AccessToken, WritesAnyTextAsItIs) {
    World world;
    AccessTokenSubject odd = about_alice();
    odd.audience = "a\"b\\c\n\xc3\xa9";
    EXPECT_EQ(world.claims_of(issue_access_token(world.context, odd, start_time), odd.audience).audience().front(),
              odd.audience);
}

TEST(AccessToken, LivesUntilItsLastSecond) {
    World world;
    const std::string token = issue_access_token(world.context, about_alice(), start_time);
    const auto required = jwt::Requirements::access_token("https://auth.example", "https://auth.example");
    EXPECT_TRUE(jwt::verify(token, *world.keys, required, start_time + Milliseconds(899'999)));
    EXPECT_EQ(jwt::verify(token, *world.keys, required, start_time + Seconds(900)).error(), Error::expired);
}

TEST(RefreshTokenText, IsReadBackAndNothingElseIs) {
    SystemRandom random;
    const RefreshToken token = RefreshToken::generate(random);
    const std::string text = token.to_text();
    EXPECT_EQ(text.size(), 64U);
    const auto read = RefreshToken::parse(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->handle_hash(), token.handle_hash());
    EXPECT_EQ(read->secret_hash(), token.secret_hash());
    for (const std::string& broken :
         {std::string(), text.substr(1), text + "A", std::string(64, '='), "+" + text.substr(1)})
        EXPECT_FALSE(RefreshToken::parse(broken));
    const RefreshToken next = token.successor(random);
    EXPECT_EQ(next.handle_hash(), token.handle_hash());
    EXPECT_NE(next.secret_hash(), token.secret_hash());
}

}  // namespace
}  // namespace watchword::auth
