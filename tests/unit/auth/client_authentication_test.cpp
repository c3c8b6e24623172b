#include "world.hpp"

namespace watchword::auth {
namespace {

class ClientAuthentication : public testing::Test {
  protected:
    static std::optional<SecretBytes> secret(std::string_view text) { return SecretBytes(text); }
    Result<Client> basic(std::string id, std::string_view text) {
        return authenticate_client(world.context, {std::move(id), secret(text), {}, {}});
    }
    Result<Client> form(std::string id, std::string_view text) {
        return authenticate_client(world.context, {{}, {}, std::move(id), secret(text)});
    }
    World world;
    AddedClient service = add_client(world.context, {.id = "svc", .grants = {}, .scopes = {}, .resources = {}}).value();
    AddedClient app =
        add_client(world.context,
                   {.id = "app", .type = ClientType::public_client, .grants = {}, .scopes = {}, .resources = {}})
            .value();
};

TEST_F(ClientAuthentication, NoIdMeansTheFirstPartyClient) {
    const auto client = authenticate_client(world.context, {});
    ASSERT_TRUE(client);
    EXPECT_EQ(client->id, "watchword");
    EXPECT_EQ(client->grants, (std::vector<std::string>{"password", "refresh_token"}));
    EXPECT_EQ(authenticate_client(world.context, {{}, {}, "watchword", {}})->id, "watchword");
    EXPECT_EQ(basic("", "")->id, "watchword") << "what Swagger's Authorize button sends";
    EXPECT_EQ(form("", "")->id, "watchword");
}

TEST_F(ClientAuthentication, ASecretIsTakenFromBasicOrForm) {
    EXPECT_EQ(basic("svc", service.secret)->id, "svc");
    EXPECT_EQ(form("svc", service.secret)->id, "svc");
    EXPECT_EQ(authenticate_client(world.context, {"svc", secret(service.secret), "svc", {}})->id, "svc");
}

TEST_F(ClientAuthentication, UnknownWrongAndMissingLookTheSame) {
    for (const auto& refused : {basic("svc", "wrong"), basic("nobody", service.secret), form("svc", ""),
                                form("nobody", ""), basic("svc", service.secret + "x"), form("app", "a secret"),
                                form("watchword", "a secret"), form("", "a secret")}) {
        EXPECT_EQ(code_of(refused), Error::invalid_client);
        EXPECT_TRUE(refused.error().detail().empty());
    }
}

TEST_F(ClientAuthentication, APublicClientHasNoSecret) {
    EXPECT_EQ(authenticate_client(world.context, {{}, {}, "app", {}})->id, "app");
    EXPECT_TRUE(app.secret.empty());
}

TEST_F(ClientAuthentication, TwoMethodsOrTwoIdsAreRefused) {
    EXPECT_EQ(
        code_of(authenticate_client(world.context, {"svc", secret(service.secret), "svc", secret(service.secret)})),
        Error::invalid_request);
    EXPECT_EQ(code_of(authenticate_client(world.context, {"svc", secret(service.secret), "app", {}})),
              Error::invalid_request);
}

TEST_F(ClientAuthentication, ARemovedClientIsUnknown) {
    EXPECT_TRUE(remove_client(world.context, "svc"));
    EXPECT_EQ(code_of(basic("svc", service.secret)), Error::invalid_client);
}

}  // namespace
}  // namespace watchword::auth
