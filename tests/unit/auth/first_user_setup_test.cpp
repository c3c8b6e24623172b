#include <thread>

#include "world.hpp"

namespace watchword::auth {
namespace {

NewUser admin(std::string name) {
    return {.name = std::move(name), .email = "root@example.org", .password = SecretBytes(good_password)};
}

TEST(FirstUserSetup, TheLinkMakesAnAdministratorOnce) {
    World world;
    FirstUserSetup setup(world.random);
    EXPECT_EQ(setup.token().size(), 43U) << "256 bits";
    EXPECT_TRUE(setup.check(world.context, setup.token()));
    const auto first = setup.redeem(world.context, setup.token(), admin("root"));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->role, Role::admin);
    EXPECT_TRUE(world.sign_in("root", good_password));
    EXPECT_EQ(code_of(setup.redeem(world.context, setup.token(), admin("second"))), Error::setup_done);
    EXPECT_EQ(code_of(setup.check(world.context, setup.token())), Error::setup_done);
}

TEST(FirstUserSetup, AnotherTokenIsRefused) {
    World world;
    FirstUserSetup setup(world.random);
    FirstUserSetup other(world.random);
    for (const std::string& token : {other.token(), std::string(), setup.token() + "x"}) {
        EXPECT_EQ(code_of(setup.check(world.context, token)), Error::invalid_setup_link);
        EXPECT_EQ(code_of(setup.redeem(world.context, token, admin("root"))), Error::invalid_setup_link);
    }
    EXPECT_TRUE(*world.store.users().empty());
}

TEST(FirstUserSetup, WhatWasEnteredWronglyDoesNotSpendTheLink) {
    World world;
    FirstUserSetup setup(world.random);
    NewUser weak = admin("root");
    weak.password = SecretBytes("short");
    EXPECT_EQ(code_of(setup.redeem(world.context, setup.token(), weak)), Error::password_too_short);
    EXPECT_TRUE(setup.redeem(world.context, setup.token(), admin("root")));
}

TEST(FirstUserSetup, OfManyAtOnceExactlyOneWins) {
    World world;
    FirstUserSetup setup(world.random);
    std::atomic<int> won = 0;
    std::atomic<int> late = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&, i] {
            const auto user = setup.redeem(world.context, setup.token(), admin("root" + std::to_string(i)));
            if (user)
                ++won;
            else if (user.error() == Error::setup_done)
                ++late;
        });
    }
    threads.clear();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(late, 15);
    EXPECT_EQ(list_users(world.context)->size(), 1U);
}

}  // namespace
}  // namespace watchword::auth
