#include "world.hpp"

namespace watchword::auth {
namespace {

struct InvalidClient {
    NewClient client;
    Error::Code expected;
};

TEST(Clients, WhatCannotBeIsRefused) {
    World world;
    const auto named = [](std::string id) {
        return NewClient{.id = std::move(id), .grants = {}, .scopes = {}, .resources = {}};
    };
    NewClient grant = named("a");
    grant.grants = {"implicit"};
    NewClient scope = named("a");
    scope.scopes = {"two words"};
    NewClient resource = named("a");
    resource.resources = {""};
    NewClient machine = named("a");
    machine.type = ClientType::public_client;
    machine.grants = {"client_credentials"};
    NewClient believed = named("a");
    believed.type = ClientType::public_client;
    believed.end_user_address = EndUserAddress::believed;
    const InvalidClient cases[] = {
        {named(""), Error::invalid_name},   {named("watchword"), Error::invalid_name},
        {grant, Error::unsupported_grant},  {scope, Error::invalid_scope},
        {resource, Error::invalid_request}, {machine, Error::invalid_request},
        {believed, Error::invalid_request},
    };
    for (const InvalidClient& c : cases)
        EXPECT_EQ(code_of(add_client(world.context, c.client)), c.expected);
    EXPECT_TRUE(list_clients(world.context)->empty());
}

TEST(Clients, AreListedWithoutTheBuiltInOneAndRemovedOnce) {
    World world;
    world.add_service("b", {});
    world.add_service("a", {});
    EXPECT_EQ(code_of(add_client(world.context, {.id = "a", .grants = {}, .scopes = {}, .resources = {}})),
              Error::name_taken);
    const auto listed = list_clients(world.context);
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ(listed->front().id, "a");
    EXPECT_TRUE(remove_client(world.context, "a"));
    EXPECT_EQ(code_of(remove_client(world.context, "a")), Error::not_found);
}

TEST(Clients, ASecretHas256BitsAndOnlyItsHashIsStored) {
    World world;
    const AddedClient added =
        add_client(world.context, {.id = "a", .grants = {}, .scopes = {}, .resources = {}}).value();
    EXPECT_EQ(added.secret.size(), 43U);
    EXPECT_EQ(world.store.clients().find("a").value()->secret_hash, crypto::sha256(as_bytes(added.secret)));
}

TEST(Clients, RemovingOneEndsTheSessionsOpenedThroughIt) {
    World world;
    world.add_alice();
    const Client app = world.add_service("app", {"password", "refresh_token"});
    const auto response = world.password_grant(app, "alice", good_password);
    const auto other = world.password_grant("alice", good_password);
    EXPECT_TRUE(remove_client(world.context, "app"));
    EXPECT_EQ(code_of(grants::refresh_token(world.context, app, {response->refresh_token, ""})),
              Error::invalid_refresh_token);
    EXPECT_TRUE(world.refresh(other->refresh_token));
}

TEST(Clients, MayDoWhatTheyAreAllowed) {
    World world;
    const Client app = world.add_service("app", {"password"});
    EXPECT_TRUE(require_grant(app, "password"));
    EXPECT_EQ(code_of(require_grant(app, "client_credentials")), Error::unauthorized_client);
    EXPECT_EQ(*allowed_scope(app, ""), "");
    EXPECT_EQ(*allowed_scope(app, "write read write"), "write read");
    EXPECT_EQ(code_of(allowed_scope(app, "read admin")), Error::invalid_scope);
    EXPECT_EQ(code_of(allowed_scope(app, "read ")), Error::invalid_scope);
    EXPECT_EQ(*allowed_audience(world.context, app, ""), "https://auth.example");
    EXPECT_EQ(*allowed_audience(world.context, app, "https://auth.example"), "https://auth.example");
    EXPECT_EQ(*allowed_audience(world.context, app, "https://files.example"), "https://files.example");
    EXPECT_EQ(code_of(allowed_audience(world.context, app, "https://api.example")), Error::invalid_target);
}

TEST(Clients, TheDefaultAudienceCanBeConfigured) {
    Settings settings = usual_settings();
    settings.default_audience = "https://default.example";
    World world(settings);
    EXPECT_EQ(*allowed_audience(world.context, world.first_party(), ""), "https://default.example");
    EXPECT_EQ(*allowed_audience(world.context, world.first_party(), "https://api.example"), "https://api.example");
    EXPECT_EQ(code_of(allowed_audience(world.context, world.first_party(), "https://auth.example")),
              Error::invalid_target);
}

}  // namespace
}  // namespace watchword::auth
