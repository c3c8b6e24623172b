#include "world.hpp"

namespace watchword::auth {
namespace {

NewUser named(std::string name, std::string_view password = good_password) {
    return {.name = std::move(name), .email = {}, .password = SecretBytes(password)};
}

TEST(Users, AreAddedWithAnOpaqueId) {
    World world;
    const auto added = add_user(world.context, named("Zoë"));
    ASSERT_TRUE(added);
    EXPECT_TRUE(added->id.starts_with("u_"));
    EXPECT_TRUE(added->password_hash.starts_with("$argon2id$"));
    EXPECT_EQ(added->created_at, start_time);
    EXPECT_EQ(get_user(world.context, "Zoë")->id, added->id);
    EXPECT_EQ(code_of(get_user(world.context, "nobody")), Error::not_found);
}

TEST(Users, EachRuleHasItsError) {
    World world;
    world.add_alice();
    NewUser email = named("bob");
    email.email = "no address";
    EXPECT_EQ(code_of(add_user(world.context, named(" bob"))), Error::invalid_name);
    EXPECT_EQ(code_of(add_user(world.context, email)), Error::invalid_email);
    EXPECT_EQ(code_of(add_user(world.context, named("ALICE"))), Error::name_taken);
    EXPECT_EQ(code_of(add_user(world.context, named("bob", "fourteen chars"))), Error::password_too_short);
    EXPECT_EQ(code_of(add_user(world.context, named("bob", std::string(1025, 'x')))), Error::password_too_long);
    EXPECT_EQ(code_of(add_user(world.context, named("bob", "passwordpassword"))), Error::password_too_common);
    EXPECT_EQ(code_of(add_user(world.context, named("bob", "seven wet kestrels \xff"))), Error::invalid_password);
    EXPECT_EQ(list_users(world.context)->size(), 1U);
}

TEST(Users, ANewPasswordEndsTheSessionsButOne) {
    World world;
    const User alice = world.add_alice();
    const auto kept = sign_in_browser(world.context, World::credentials("alice", good_password), {});
    const auto other = world.password_grant("alice", good_password);
    EXPECT_TRUE(set_password(world.context, "alice", SecretBytes(other_password), kept->session.id));
    EXPECT_EQ(code_of(world.sign_in("alice", good_password)), Error::wrong_credentials);
    EXPECT_TRUE(world.sign_in("alice", other_password));
    EXPECT_TRUE(find_browser_session(world.context, kept->cookie));
    EXPECT_EQ(code_of(world.refresh(other->refresh_token)), Error::invalid_refresh_token);
    EXPECT_EQ(code_of(set_password(world.context, "nobody", SecretBytes(other_password))), Error::not_found);
    EXPECT_EQ(code_of(set_password(world.context, "alice", SecretBytes("short"))), Error::password_too_short);
}

TEST(Users, ChangingOnesOwnPasswordAsksForTheOldOne) {
    World world;
    const User alice = world.add_alice();
    const auto change = [&](std::string_view old_password, std::string_view new_password) {
        return change_password(world.context, alice, SecretBytes(old_password), SecretBytes(new_password), {},
                               "192.0.2.1");
    };
    EXPECT_EQ(code_of(change("wrong", other_password)), Error::wrong_credentials);
    EXPECT_EQ(code_of(change(good_password, "short")), Error::password_too_short);
    EXPECT_TRUE(world.sign_in("alice", good_password));
    EXPECT_TRUE(change(good_password, other_password));
    EXPECT_TRUE(world.sign_in("alice", other_password));
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(code_of(change("wrong", good_password)), Error::wrong_credentials);
    EXPECT_EQ(code_of(change(other_password, good_password)), Error::rate_limited);
}

TEST(Users, ChangingAPasswordNeverTouchesSomebodyWhoTookTheName) {
    World world;
    const User first = world.add_alice();
    EXPECT_TRUE(remove_user(world.context, "alice"));
    world.add_alice();
    EXPECT_EQ(code_of(change_password(world.context, first, SecretBytes(good_password), SecretBytes(other_password), {},
                                      "192.0.2.1")),
              Error::wrong_credentials);
    EXPECT_TRUE(world.sign_in("alice", good_password));
}

TEST(Users, TheLastAdministratorStays) {
    World world;
    world.add("root", Role::admin);
    EXPECT_EQ(code_of(set_user_status(world.context, "root", UserStatus::disabled)), Error::last_admin);
    EXPECT_EQ(code_of(remove_user(world.context, "root")), Error::last_admin);
    world.add("second", Role::admin);
    EXPECT_TRUE(remove_user(world.context, "root"));
    EXPECT_EQ(code_of(remove_user(world.context, "root")), Error::not_found);
    EXPECT_EQ(code_of(set_user_status(world.context, "root", UserStatus::active)), Error::not_found);
}

}  // namespace
}  // namespace watchword::auth
