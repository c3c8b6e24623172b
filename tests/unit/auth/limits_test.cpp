#include <watchword/auth/limits.hpp>
#include <watchword/auth/rate_table.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace watchword::auth {
namespace {

constexpr TimePoint now{Seconds(1'800'000'000)};
constexpr std::string_view stranger = "198.51.100.7";

class Limits : public testing::Test {
  protected:
    bool admitted(std::string_view address, std::string_view account, TimePoint at = now) {
        return limits.admit(address, account, at).has_value();
    }
    /// How many attempts from that address pass at once.
    int burst(std::string_view address, TimePoint at = now) {
        int passed = 0;
        while (passed < 100 && admitted(address, "nobody", at))
            ++passed;
        return passed;
    }
    SystemRandom random;
    SignInLimits limits{{.per_address = {3, Seconds(2)}, .per_account = {2, Seconds(30)}, .entries = 1000}, random};
};

TEST_F(Limits, AnAddressHasABurstAndThenOneAnInterval) {
    EXPECT_EQ(burst("192.0.2.1"), 3);
    EXPECT_FALSE(admitted("192.0.2.1", "a", now + Milliseconds(1999)));
    EXPECT_TRUE(admitted("192.0.2.1", "a", now + Milliseconds(2000)));
    EXPECT_FALSE(admitted("192.0.2.1", "a", now + Milliseconds(2000)));
    EXPECT_EQ(burst("192.0.2.1", now + Seconds(8)), 3) << "rested: the whole burst again";
}

TEST_F(Limits, RetryAfterIsInWholeSecondsRoundedUpAndTrue) {
    EXPECT_EQ(burst("192.0.2.1"), 3);
    const auto refused = limits.admit("192.0.2.1", "a", now + Milliseconds(500));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Error::rate_limited);
    EXPECT_EQ(refused.error().retry_after(), Seconds(2));
    EXPECT_TRUE(admitted("192.0.2.1", "a", now + Milliseconds(500) + Seconds(2)));
}

TEST_F(Limits, ARefusedAttemptDoesNotCount) {
    EXPECT_EQ(burst("192.0.2.1"), 3);
    for (int i = 0; i < 50; ++i)
        EXPECT_FALSE(admitted("192.0.2.1", "a"));
    EXPECT_TRUE(admitted("192.0.2.1", "a", now + Seconds(2)));
}

TEST_F(Limits, AnAccountIsOpenUntilItsFailuresReachTheBurst) {
    limits.note_failure(stranger, "alice", now);
    EXPECT_TRUE(admitted("192.0.2.1", "alice"));
    limits.note_failure(stranger, "alice", now);
    const auto refused = limits.admit("192.0.2.2", "alice", now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Error::rate_limited);
    EXPECT_EQ(refused.error().retry_after(), Seconds(30));
    EXPECT_TRUE(admitted("192.0.2.2", "bob"));
    EXPECT_FALSE(admitted("192.0.2.3", "alice", now + Milliseconds(29'999)));
    EXPECT_TRUE(admitted("192.0.2.4", "alice", now + Seconds(30)));
}

TEST_F(Limits, ASuccessOpensTheAccountAgain) {
    limits.note_failure(stranger, "alice", now);
    limits.note_failure(stranger, "alice", now);
    limits.note_success(stranger, "Alice", now);
    EXPECT_TRUE(admitted("192.0.2.1", "alice"));
}

TEST_F(Limits, StrangersDoNotLockOutWhoSignedInFromHereBefore) {
    limits.note_success("192.0.2.1", "alice", now);
    for (int failure = 0; failure < 5; ++failure)
        limits.note_failure(stranger, "alice", now);
    EXPECT_FALSE(admitted(stranger, "alice"));
    EXPECT_FALSE(admitted("192.0.2.2", "alice")) << "not familiar";
    EXPECT_TRUE(admitted("192.0.2.1", "Alice"));

    limits.note_failure("192.0.2.1", "alice", now);
    EXPECT_TRUE(admitted("192.0.2.1", "alice"));
    limits.note_failure("192.0.2.1", "alice", now);
    EXPECT_FALSE(admitted("192.0.2.1", "alice", now + Seconds(20))) << "its own failures count";
    EXPECT_TRUE(admitted("192.0.2.1", "alice", now + Seconds(30)));
}

TEST_F(Limits, AnAddressIsFamiliarForThirtyDays) {
    limits.note_success("192.0.2.1", "alice", now);
    limits.note_success("192.0.2.1", "alice", now + Seconds(1));
    const TimePoint last = now + Seconds(1) + std::chrono::days(30);
    for (int failure = 0; failure < 5; ++failure)
        limits.note_failure(stranger, "alice", last);
    EXPECT_TRUE(admitted("192.0.2.1", "alice", last - Milliseconds(1)));
    EXPECT_FALSE(admitted("192.0.2.1", "alice", last));
}

TEST_F(Limits, AccountsAreTheSameWithoutRegardToAsciiCase) {
    limits.note_failure(stranger, "ALICE", now);
    limits.note_failure(stranger, "alice", now);
    EXPECT_FALSE(admitted("192.0.2.1", "aLiCe"));
}

struct SameSubscriber {
    const char* one;
    const char* other;
    bool same;
};

TEST_F(Limits, AnAddressIsOneSubscriber) {
    const SameSubscriber cases[] = {
        {"192.0.2.1", "192.0.2.2", false},
        {"2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true},
        {"2001:db8:0:1::1", "2001:db8:0:2::1", false},
        {"2001:db8:0:3::1", "2001:0DB8:0000:0003::2", true},
        {"198.51.100.7", "::ffff:198.51.100.7", true},
        {"unix:one", "unix:two", false},
        {"", "203.0.113.9", false},
    };
    for (const SameSubscriber& c : cases) {
        SignInLimits fresh({.per_address = {1, Seconds(60)}, .per_account = {9, Seconds(1)}, .entries = 1000}, random);
        EXPECT_TRUE(fresh.admit(c.one, "a", now));
        EXPECT_EQ(fresh.admit(c.other, "a", now).has_value(), !c.same) << c.one << " / " << c.other;
    }
}

TEST_F(Limits, ManyOtherAddressesDoNotFreeOneThatIsLimited) {
    SignInLimits tight({.per_address = {5, Seconds(60)}, .per_account = {9, Seconds(1)}, .entries = 64}, random);
    while (tight.admit("192.0.2.1", "a", now)) {
    }
    for (int i = 0; i < 20'000; ++i)
        std::ignore = tight.admit(
            "10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) + "." + std::to_string(i % 256),
            "a", now);
    EXPECT_FALSE(tight.admit("192.0.2.1", "a", now));
}

TEST_F(Limits, ThreadsTogetherGetExactlyTheBurst) {
    SignInLimits shared({.per_address = {50, Seconds(60)}, .per_account = {9, Seconds(1)}, .entries = 1000}, random);
    std::atomic<int> passed = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 100; ++i) {
                if (shared.admit("192.0.2.1", "a", now)) ++passed;
                shared.note_failure(stranger, "account " + std::to_string(t), now);
                shared.note_success(stranger, "account " + std::to_string(i % 8), now);
            }
        });
    }
    threads.clear();
    EXPECT_EQ(passed, 50);
}

TEST_F(Limits, WhatIsAnAddressIsTold) {
    for (const char* text : {"192.0.2.1", "::1", "2001:db8::1"})
        EXPECT_TRUE(is_ip_address(text)) << text;
    using namespace std::string_literals;
    for (const std::string& text : {""s, "host"s, "192.0.2"s, "192.0.2.1:80"s, "192.0.2.1\0x"s, "fe80::1%eth0"s})
        EXPECT_FALSE(is_ip_address(text)) << text;
}

}  // namespace
}  // namespace watchword::auth
