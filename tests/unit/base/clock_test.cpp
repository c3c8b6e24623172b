#include <watchword/base/clock.hpp>

#include <gtest/gtest.h>

namespace watchword {
namespace {

TEST(Clock, seconds_are_rounded_towards_the_past) {
    EXPECT_EQ(to_unix_seconds(TimePoint(Milliseconds(1999))), 1);
    EXPECT_EQ(to_unix_seconds(TimePoint(Milliseconds(-1))), -1);
    EXPECT_EQ(from_unix_seconds(7), TimePoint(Milliseconds(7000)));
}

TEST(Clock, a_manual_clock_moves_only_when_told) {
    ManualClock clock(from_unix_seconds(100));
    EXPECT_EQ(clock.now(), from_unix_seconds(100));
    clock.advance(Milliseconds(1500));
    EXPECT_EQ(clock.now(), TimePoint(Milliseconds(101'500)));
}

}  // namespace
}  // namespace watchword
