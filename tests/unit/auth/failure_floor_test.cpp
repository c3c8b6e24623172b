#include <chrono>

#include "world.hpp"

namespace watchword::auth {
namespace {

using SteadyClock = std::chrono::steady_clock;

TEST(FailureFloor, WithOneKindOfHashThereIsNothingToWaitFor) {
    World world;
    world.add_alice();
    EXPECT_TRUE(world.floor->refresh(world.store.users(), world.hashing));
    const auto started = SteadyClock::now();
    world.floor->wait(started - std::chrono::hours(1));
    world.floor->wait(started);
    EXPECT_LT(SteadyClock::now() - started, std::chrono::seconds(5));
}

TEST(FailureFloor, IsWhatTheSlowestStoredKindTakes) {
    World world;
    world.import("bob", "$2b$08$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu");  // some 12 ms
    EXPECT_TRUE(world.floor->refresh(world.store.users(), world.hashing));
    const auto started = SteadyClock::now();
    world.floor->wait(started);
    EXPECT_GE(SteadyClock::now() - started, std::chrono::milliseconds(3)) << "an Argon2 hash takes 0.1 ms here";
}

TEST(FailureFloor, SpendingNeverTellsAnything) {
    World world;
    EXPECT_TRUE(world.floor->spend(world.hashing, SecretBytes(good_password)));
    EXPECT_TRUE(world.floor->spend(world.hashing, SecretBytes(std::string(5000, 'x'))));
    EXPECT_TRUE(world.floor->spend(world.hashing, SecretBytes(std::string(3, '\0'))));
}

TEST(FailureFloor, AHashOfAnUnknownKindDoesNotStopTheServer) {
    World world;
    world.import("dave", "{SSHA}abc");
    EXPECT_TRUE(world.floor->refresh(world.store.users(), world.hashing));
    EXPECT_TRUE(world.floor->spend(world.hashing, SecretBytes("x")));
}

}  // namespace
}  // namespace watchword::auth
