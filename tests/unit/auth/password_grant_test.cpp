#include <watchword/auth/tokens.hpp>

#include "world.hpp"

namespace watchword::auth {
namespace {

TEST(PasswordGrant, GivesAccessAndRefreshTokenOfOneSession) {
    World world;
    const User alice = world.add_alice();
    const auto response = world.password_grant("alice", good_password, "openid email");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->expires_in, Seconds(900));
    EXPECT_EQ(response->scope, "openid email");
    ASSERT_TRUE(RefreshToken::parse(response->refresh_token));
    const jwt::Claims claims = world.claims_of(response->access_token);
    EXPECT_EQ(claims.subject(), alice.id);
    EXPECT_EQ(claims.string("client_id"), "watchword");
    const auto session = world.store.sessions().find(claims.string("sid")).value();
    ASSERT_TRUE(session);
    EXPECT_EQ(session->address, "192.0.2.1");
    EXPECT_EQ(session->expires_at, start_time + world.settings.lifetimes.refresh_absolute);
    EXPECT_FALSE(session->cookie_hash);
}

TEST(PasswordGrant, ChecksTheClientBeforeThePassword) {
    World world;
    world.add_alice();
    const Client service = world.add_service("service", {"client_credentials"});
    EXPECT_EQ(code_of(world.password_grant(service, "alice", "wrong")), Error::unauthorized_client);
    EXPECT_EQ(code_of(world.password_grant("alice", "wrong", "admin")), Error::invalid_scope);
    EXPECT_EQ(code_of(world.password_grant("alice", "wrong")), Error::wrong_credentials);
}

TEST(PasswordGrant, TheAudienceIsTheResourceAskedForOrTheDefault) {
    World world;
    world.add_alice();
    const auto ask = [&](std::string resource) {
        return grants::password(world.context, world.first_party(),
                                {.credentials = World::credentials("alice", good_password),
                                 .scope = {},
                                 .resource = std::move(resource),
                                 .origin = {},
                                 .end_user_address = {}});
    };
    EXPECT_EQ(world.claims_of(ask("")->access_token).audience().front(), "https://auth.example");
    EXPECT_EQ(world.claims_of(ask("https://api.example")->access_token, "https://api.example").audience().size(), 1U);
    EXPECT_EQ(code_of(ask("https://elsewhere.example")), Error::invalid_target);
}

TEST(PasswordGrant, AClientWithoutTheRefreshGrantGetsNoRefreshToken) {
    World world;
    world.add_alice();
    const Client app = world.add_service("app", {"password"});
    const auto response = world.password_grant(app, "alice", good_password);
    ASSERT_TRUE(response);
    EXPECT_TRUE(response->refresh_token.empty());
    const auto session = world.store.sessions().find(world.claims_of(response->access_token).string("sid")).value();
    EXPECT_EQ(session->expires_at, start_time + world.settings.lifetimes.access_token);
}

class EndUserAddresses : public testing::Test {
  protected:
    Result<TokenResponse> from(const Client& client, std::string address) {
        return grants::password(world.context, client,
                                {.credentials = World::credentials("alice", good_password),
                                 .scope = {},
                                 .resource = {},
                                 .origin = {"192.0.2.1", ""},
                                 .end_user_address = std::move(address)});
    }
    std::string session_address(const Result<TokenResponse>& response) {
        const auto id = std::string(world.claims_of(response->access_token).string("sid"));
        return world.store.sessions().find(id).value()->address;
    }
    World world;
};

TEST_F(EndUserAddresses, AreBelievedFromClientsThatMayStateThem) {
    world.add_alice();
    const Client believed = add_client(world.context, {.id = "backend",
                                                       .grants = {"password"},
                                                       .scopes = {},
                                                       .resources = {},
                                                       .end_user_address = EndUserAddress::believed})
                                ->client;
    EXPECT_EQ(session_address(from(believed, "203.0.113.5")), "203.0.113.5");
    EXPECT_EQ(session_address(from(believed, "")), "192.0.2.1");
    EXPECT_EQ(session_address(from(believed, "not an address")), "192.0.2.1");
}

TEST_F(EndUserAddresses, AreIgnoredFromAllOthers) {
    world.add_alice();
    const Client other = world.add_service("other", {"password"});
    EXPECT_EQ(session_address(from(other, "203.0.113.5")), "192.0.2.1");
    EXPECT_EQ(session_address(from(world.first_party(), "203.0.113.5")), "192.0.2.1");
}

TEST(PasswordGrant, AStrangeUserAgentIsCutAndCleaned) {
    World world;
    world.add_alice();
    const auto response = grants::password(world.context, world.first_party(),
                                           {.credentials = World::credentials("alice", good_password),
                                            .scope = {},
                                            .resource = {},
                                            .origin = {"192.0.2.1", "<b>\n\xff" + std::string(1000, 'x')},
                                            .end_user_address = {}});
    const auto session = world.store.sessions().find(world.claims_of(response->access_token).string("sid")).value();
    EXPECT_EQ(session->user_agent, "<b>??" + std::string(251, 'x'));
}

}  // namespace
}  // namespace watchword::auth
