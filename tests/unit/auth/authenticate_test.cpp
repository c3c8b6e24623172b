#include <future>

#include "world.hpp"

namespace watchword::auth {
namespace {

TEST(Authenticate, TheRightPasswordGivesTheUser) {
    World world;
    const User alice = world.add_alice();
    const auto user = world.sign_in("alice", good_password);
    ASSERT_TRUE(user);
    EXPECT_EQ(user->id, alice.id);
    EXPECT_EQ(world.sign_in("ALICE", good_password)->id, alice.id) << "names have no case";
}

TEST(Authenticate, EveryFailureLooksTheSame) {
    World world;
    world.add_alice();
    world.add("carol", Role::user, UserStatus::disabled);
    world.import("dave", "!not a hash");
    world.import("erin", "$2b$04$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu");
    const std::pair<std::string_view, std::string> attempts[] = {
        {"alice", "wrong"},
        {"nobody", std::string(good_password)},
        {"carol", std::string(good_password)},
        {"dave", "whatever it is"},
        {"erin", std::string(73, 'x')},
        {"alice", std::string(2000, 'x')},
        {"alice", std::string(1, 0)},
        {"", ""},
    };
    for (const auto& [name, password] : attempts) {
        const auto refused = world.sign_in(name, password);
        EXPECT_EQ(code_of(refused), Error::wrong_credentials) << name;
        EXPECT_TRUE(refused.error().detail().empty()) << name;
        EXPECT_EQ(refused.error().retry_after(), Seconds(0)) << name;
    }
}

/// Keeps the only hashing thread busy until it is told to go on.
class Busy final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        begun_.set_value();
        end_.get_future().wait();
        std::ranges::fill(out, std::uint8_t{1});
    }
    void wait() { begun_.get_future().wait(); }
    void end() { end_.set_value(); }

  private:
    std::promise<void> begun_;
    std::promise<void> end_;
};

TEST(Authenticate, AnUnknownUserCostsAHashAsWell) {
    World world;
    world.add_alice();
    world.add("carol", Role::user, UserStatus::disabled);
    Busy busy;
    passwords::HashingPool full({.threads = 1, .queue = 0, .parameters = small_argon2}, busy);
    Context context{world.store,    *world.keys, full,         world.limits, *world.floor,
                    world.settings, world.clock, world.random, world.log};
    auto blocked = std::async(std::launch::async, [&] { return full.hash(SecretBytes("x")); });
    busy.wait();
    // Where no thread is free, whoever needs one is turned away: that is how we see who does.
    for (const char* name : {"alice", "carol", "nobody"}) {
        const auto refused = authenticate(context, World::credentials(name, good_password), {"192.0.2.1", ""});
        EXPECT_EQ(code_of(refused), Error::overloaded) << name;
        EXPECT_GE(refused.error().retry_after(), Seconds(1)) << name;
    }
    busy.end();
}

TEST(Authenticate, OverloadIsNoFailureOfTheAccount) {
    World world;
    world.add_alice();
    Busy busy;
    passwords::HashingPool full({.threads = 1, .queue = 0, .parameters = small_argon2}, busy);
    Context context{world.store,    *world.keys, full,         world.limits, *world.floor,
                    world.settings, world.clock, world.random, world.log};
    auto blocked = std::async(std::launch::async, [&] { return full.hash(SecretBytes("x")); });
    busy.wait();
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(code_of(authenticate(context, World::credentials("alice", good_password), {"192.0.2.1", ""})),
                  Error::overloaded);
    busy.end();
    EXPECT_TRUE(world.sign_in("alice", good_password));
}

TEST(Authenticate, TenFailuresCloseTheAccountForExistingAndUnknownNamesAlike) {
    for (const char* name : {"alice", "nobody"}) {
        World world;
        world.add_alice();
        for (int i = 0; i < 10; ++i)
            EXPECT_EQ(code_of(world.sign_in(name, "wrong")), Error::wrong_credentials);
        const auto refused = world.sign_in(name, good_password);
        EXPECT_EQ(code_of(refused), Error::rate_limited);
        EXPECT_EQ(refused.error().retry_after(), Seconds(30));
    }
}

TEST(Authenticate, ASuccessForgetsTheFailures) {
    World world;
    world.add_alice();
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 9; ++i)
            EXPECT_EQ(code_of(world.sign_in("alice", "wrong")), Error::wrong_credentials);
        EXPECT_TRUE(world.sign_in("alice", good_password));
    }
}

TEST(Authenticate, ThirtyAttemptsFromOneAddressAreEnough) {
    World world;
    world.add_alice();
    for (int i = 0; i < 30; ++i)
        EXPECT_TRUE(world.sign_in("alice", good_password));
    EXPECT_EQ(code_of(world.sign_in("alice", good_password)), Error::rate_limited);
    EXPECT_TRUE(world.sign_in("alice", good_password, "192.0.2.2")) << "another address";
    world.clock.advance(Seconds(2));
    EXPECT_TRUE(world.sign_in("alice", good_password));
}

TEST(Authenticate, AWeakHashIsWrittenAnewAfterASuccessOnly) {
    World world;
    const std::string bcrypt = "$2b$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu";
    world.import("bob", bcrypt);
    const auto stored = [&] { return world.store.users().find_by_name("bob").value()->password_hash; };
    EXPECT_EQ(code_of(world.sign_in("bob", "wrong")), Error::wrong_credentials);
    EXPECT_EQ(stored(), bcrypt);
    EXPECT_TRUE(world.sign_in("bob", "password"));
    EXPECT_TRUE(stored().starts_with("$argon2id$v=19$m=32,t=1,p=1$"));
    const std::string rewritten = stored();
    EXPECT_TRUE(world.sign_in("bob", "password"));
    EXPECT_EQ(stored(), rewritten);
}

}  // namespace
}  // namespace watchword::auth
