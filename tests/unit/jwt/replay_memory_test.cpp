#include <watchword/jwt/replay_memory.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace watchword::jwt::test {
namespace {

const TimePoint start = from_unix_seconds(1'800'000'000);

TEST(LocalReplayMemory, takesEveryIdOnce) {
    LocalReplayMemory memory;
    EXPECT_TRUE(memory.remember("a", start, start + Seconds(10)));
    EXPECT_FALSE(memory.remember("a", start, start + Seconds(10)));
    EXPECT_TRUE(memory.remember("b", start, start + Seconds(10)));
    EXPECT_TRUE(memory.remember("", start, start + Seconds(10)));
    EXPECT_FALSE(memory.remember("", start, start + Seconds(20)));
}

TEST(LocalReplayMemory, forgetsAnIdAfterItsTimeAndNotBefore) {
    LocalReplayMemory memory;
    EXPECT_TRUE(memory.remember("a", start, start + Seconds(10)));
    EXPECT_FALSE(memory.remember("a", start + Seconds(10), start + Seconds(20)));
    EXPECT_TRUE(memory.remember("a", start + Seconds(10) + Milliseconds(1), start + Seconds(20)));
    EXPECT_EQ(memory.size(), 1U);
}

TEST(LocalReplayMemory, refusesNewIdsWhileItIsFullOfLiveOnes) {
    LocalReplayMemory memory(2);
    EXPECT_TRUE(memory.remember("a", start, start + Seconds(10)));
    EXPECT_TRUE(memory.remember("b", start, start + Seconds(20)));
    EXPECT_FALSE(memory.remember("c", start + Seconds(10), start + Seconds(20)));
    EXPECT_EQ(memory.size(), 2U);
    EXPECT_TRUE(memory.remember("c", start + Seconds(11), start + Seconds(20)));
    EXPECT_FALSE(memory.remember("b", start + Seconds(11), start + Seconds(20)));
    LocalReplayMemory none(0);
    EXPECT_FALSE(none.remember("a", start, start));
}

TEST(LocalReplayMemory, refusesWhatItMayHaveForgottenWhenTimeRunsBackwards) {
    LocalReplayMemory memory;
    const TimePoint until = start + Seconds(10);
    EXPECT_TRUE(memory.remember("a", start, until));
    EXPECT_TRUE(memory.remember("b", until + Milliseconds(1), until + Seconds(10)));
    EXPECT_FALSE(memory.remember("a", until, until));
    EXPECT_TRUE(memory.remember("c", until, until + Milliseconds(1)));
}

TEST(LocalReplayMemory, letsOneOfManyThreadsWin) {
    LocalReplayMemory memory;
    std::atomic<int> wins = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i)
                if (memory.remember(std::to_string(i), start, start + Seconds(10))) ++wins;
        });
    threads.clear();
    EXPECT_EQ(wins, 500);
    EXPECT_EQ(memory.size(), 500U);
}

}  // namespace
}  // namespace watchword::jwt::test
