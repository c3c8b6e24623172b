#include <watchword/cli/text_layout.hpp>

#include <gtest/gtest.h>

namespace watchword::cli {
namespace {

TEST(Wrapped, BreaksBetweenWordsAndGoesOnInTheSameColumn) {
    EXPECT_EQ(wrapped("one two three", 2, 9), "one two\n  three");
    EXPECT_EQ(wrapped("one two three", 2, 8), "one\n  two\n  three");
}

TEST(Wrapped, KeepsALongWordWhole) {
    EXPECT_EQ(wrapped("a hippopotamus b", 0, 5), "a\nhippopotamus\nb");
}

TEST(Wrapped, LeavesShortTextAlone) {
    EXPECT_EQ(wrapped("one two", 0, 7), "one two");
    EXPECT_EQ(wrapped("", 4, 7), "");
}

}  // namespace
}  // namespace watchword::cli
