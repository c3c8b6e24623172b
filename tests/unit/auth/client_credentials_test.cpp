#include <watchword/auth/grants/client_credentials.hpp>

#include "world.hpp"

namespace watchword::auth {
namespace {

TEST(ClientCredentialsGrant, GivesATokenOfTheClientItself) {
    World world;
    const Client service = world.add_service("svc", {"client_credentials"});
    const auto response = grants::client_credentials(world.context, service, {"read", ""});
    ASSERT_TRUE(response);
    EXPECT_TRUE(response->refresh_token.empty());
    EXPECT_EQ(response->scope, "read");
    const jwt::Claims claims = world.claims_of(response->access_token);
    EXPECT_EQ(claims.subject(), "svc");
    EXPECT_EQ(claims.string("client_id"), "svc");
    EXPECT_FALSE(claims.find("sid"));
}

TEST(ClientCredentialsGrant, IsRefusedWhereItIsNotAllowed) {
    World world;
    const Client service = world.add_service("svc", {"client_credentials"});
    EXPECT_EQ(code_of(grants::client_credentials(world.context, world.first_party(), {})), Error::unauthorized_client);
    EXPECT_EQ(code_of(grants::client_credentials(world.context, world.add_service("b", {"password"}), {})),
              Error::unauthorized_client);
    EXPECT_EQ(code_of(grants::client_credentials(world.context, service, {"admin", ""})), Error::invalid_scope);
    EXPECT_EQ(code_of(grants::client_credentials(world.context, service, {"", "https://x.example"})),
              Error::invalid_target);
    Client without_secret = service;
    without_secret.secret_hash.reset();
    EXPECT_EQ(code_of(grants::client_credentials(world.context, without_secret, {})), Error::unauthorized_client);
}

}  // namespace
}  // namespace watchword::auth
