#include <watchword/auth/grants/client_credentials.hpp>
#include <watchword/auth/introspect.hpp>
#include <watchword/jose/json.hpp>

#include <functional>

#include "world.hpp"

namespace watchword::auth {
namespace {

constexpr std::string_view inactive = R"({"active":false})";

class Introspection : public testing::Test {
  protected:
    std::string ask(const Client& caller, std::string_view token) {
        return introspect(world.context, caller, token).value();
    }
    World world;
    User alice = world.add_alice();
    Client app = world.add_service("app", {"password", "refresh_token", "client_credentials"});
    Client stranger =
        add_client(world.context, {.id = "stranger", .grants = {}, .scopes = {}, .resources = {}})->client;
    TokenResponse tokens = world.password_grant(app, "alice", good_password, "read").value();
};

TEST_F(Introspection, TellsWhatAnAccessTokenSays) {
    const auto read = jose::json::Document::parse_object(ask(app, tokens.access_token));
    ASSERT_TRUE(read);
    const auto text = [&](const char* name) { return read->root().find(name)->string().value(); };
    EXPECT_EQ(read->root().find("active")->boolean(), true);
    EXPECT_EQ(text("token_type"), "Bearer");
    EXPECT_EQ(text("username"), "alice");
    EXPECT_EQ(text("sub"), alice.id);
    EXPECT_EQ(text("client_id"), "app");
    EXPECT_EQ(text("scope"), "read");
    EXPECT_EQ(text("iss"), "https://auth.example");
    EXPECT_EQ(read->root().find("exp")->integer(), to_unix_seconds(start_time) + 900);
}

TEST_F(Introspection, TellsWhatARefreshTokenStandsFor) {
    const auto read = jose::json::Document::parse_object(ask(app, tokens.refresh_token));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->root().find("active")->boolean(), true);
    EXPECT_EQ(read->root().find("client_id")->string(), "app");
    EXPECT_EQ(read->root().find("exp")->integer(), to_unix_seconds(start_time + world.settings.lifetimes.refresh_idle));
}

TEST_F(Introspection, NothingIsSaidToWhomTheTokenIsNotFor) {
    EXPECT_EQ(ask(stranger, tokens.access_token), inactive);
    EXPECT_EQ(ask(stranger, tokens.refresh_token), inactive);
    EXPECT_EQ(ask(world.first_party(), tokens.access_token), inactive);
}

TEST_F(Introspection, AServiceSeesTheTokensMeantForIt) {
    const Client files = world.add_service("files", {});  // its resource is https://files.example
    const auto response = grants::password(world.context, app,
                                           {.credentials = World::credentials("alice", good_password),
                                            .scope = {},
                                            .resource = "https://files.example",
                                            .origin = {},
                                            .end_user_address = {}});
    EXPECT_NE(ask(files, response->access_token), inactive);
    EXPECT_EQ(ask(files, response->refresh_token), inactive) << "a refresh token is for its client alone";
    EXPECT_EQ(ask(files, tokens.access_token), inactive);
}

TEST_F(Introspection, IsOverWithTheTokenTheSessionAndTheUser) {
    const auto over_after = [&](const std::function<void(const TokenResponse&)>& change) {
        const auto response = world.password_grant(app, "alice", good_password);
        ASSERT_NE(ask(app, response->access_token), inactive);
        change(*response);
        EXPECT_EQ(ask(app, response->access_token), inactive);
    };
    over_after([&](const TokenResponse&) { world.clock.advance(Seconds(900)); });
    over_after([&](const TokenResponse& response) {
        EXPECT_TRUE(sign_out(world.context, world.claims_of(response.access_token).string("sid")));
    });
    over_after([&](const TokenResponse& response) {
        EXPECT_TRUE(revoke(world.context, app, response.refresh_token));
        EXPECT_EQ(ask(app, response.refresh_token), inactive);
    });
    over_after([&](const TokenResponse& response) {
        EXPECT_TRUE(set_user_status(world.context, "alice", UserStatus::disabled));
        EXPECT_EQ(ask(app, response.refresh_token), inactive);
    });
}

TEST_F(Introspection, OnlyTheCurrentRefreshTokenIsActive) {
    const auto second = grants::refresh_token(world.context, app, {tokens.refresh_token, ""});
    EXPECT_EQ(ask(app, tokens.refresh_token), inactive);
    EXPECT_NE(ask(app, second->refresh_token), inactive);
    world.clock.advance(world.settings.lifetimes.refresh_idle);
    EXPECT_EQ(ask(app, second->refresh_token), inactive);
}

TEST_F(Introspection, AClientsOwnTokenDiesWithTheClient) {
    const auto response = grants::client_credentials(world.context, app, {});
    EXPECT_NE(ask(app, response->access_token), inactive);
    EXPECT_TRUE(remove_client(world.context, "app"));
    EXPECT_EQ(ask(app, response->access_token), inactive);
}

TEST_F(Introspection, RubbishIsNotActive) {
    std::string forged = tokens.access_token;
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    for (const std::string& token :
         {std::string(), std::string("x"), std::string(64, 'A'), std::string("a.b.c"), forged})
        EXPECT_EQ(ask(app, token), inactive);
}

TEST_F(Introspection, TheUserOfATokenIsFoundWhileItsSessionLives) {
    const jwt::Claims claims = world.claims_of(tokens.access_token);
    EXPECT_EQ(find_token_user(world.context, claims)->id, alice.id);
    EXPECT_TRUE(sign_out(world.context, claims.string("sid")));
    EXPECT_EQ(code_of(find_token_user(world.context, claims)), Error::session_ended);
    const auto service = grants::client_credentials(world.context, app, {});
    EXPECT_EQ(code_of(find_token_user(world.context, world.claims_of(service->access_token))), Error::session_ended);
}

}  // namespace
}  // namespace watchword::auth
