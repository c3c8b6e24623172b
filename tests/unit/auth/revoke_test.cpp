#include <watchword/auth/grants/client_credentials.hpp>
#include <watchword/auth/introspect.hpp>

#include "world.hpp"

namespace watchword::auth {
namespace {

class Revocation : public testing::Test {
  protected:
    bool is_live(const TokenResponse& response) {
        return find_token_user(world.context, world.claims_of(response.access_token)).has_value();
    }
    TokenResponse open() { return world.password_grant("alice", good_password).value(); }
    World world;
    User alice = world.add_alice();
    Client other = world.add_service("other", {"password", "refresh_token"});
};

TEST_F(Revocation, EitherTokenEndsTheSession) {
    const TokenResponse one = open();
    EXPECT_TRUE(revoke(world.context, world.first_party(), one.refresh_token));
    EXPECT_FALSE(is_live(one));
    EXPECT_EQ(code_of(world.refresh(one.refresh_token)), Error::invalid_refresh_token);
    const TokenResponse two = open();
    EXPECT_TRUE(revoke(world.context, world.first_party(), two.access_token));
    EXPECT_FALSE(is_live(two));
    EXPECT_EQ(code_of(world.refresh(two.refresh_token)), Error::invalid_refresh_token);
}

TEST_F(Revocation, ThePredecessorOfTheCurrentTokenEndsItAsWell) {
    const TokenResponse first = open();
    const auto second = world.refresh(first.refresh_token);
    EXPECT_TRUE(revoke(world.context, world.first_party(), first.refresh_token));
    EXPECT_FALSE(is_live(*second));
}

TEST_F(Revocation, AnotherClientsTokenIsNotTouched) {
    const TokenResponse mine = open();
    EXPECT_TRUE(revoke(world.context, other, mine.refresh_token));
    EXPECT_TRUE(revoke(world.context, other, mine.access_token));
    EXPECT_TRUE(is_live(mine));
}

TEST_F(Revocation, ATokenWithoutASessionIsRefusedByItsOwnClientOnly) {
    const Client service = world.add_service("svc", {"client_credentials"});
    const auto response = grants::client_credentials(world.context, service, {"read", ""});
    ASSERT_TRUE(response);
    EXPECT_EQ(code_of(revoke(world.context, service, response->access_token)), Error::unsupported_token_type);
    EXPECT_TRUE(revoke(world.context, other, response->access_token));
}

TEST_F(Revocation, WhatIsUnknownIsNoError) {
    const TokenResponse mine = open();
    SystemRandom random;
    const std::string guess = RefreshToken::parse(mine.refresh_token)->successor(random).to_text();
    for (const std::string& token : {std::string(), std::string("x"), guess, RefreshToken::generate(random).to_text()})
        EXPECT_TRUE(revoke(world.context, world.first_party(), token));
    EXPECT_TRUE(is_live(mine));
    EXPECT_TRUE(revoke(world.context, world.first_party(), mine.refresh_token));
    EXPECT_TRUE(revoke(world.context, world.first_party(), mine.refresh_token)) << "twice";
}

}  // namespace
}  // namespace watchword::auth
