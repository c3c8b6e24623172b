#include <watchword/base/secret.hpp>

#include <concepts>
#include <ostream>

#include <gtest/gtest.h>

namespace watchword {
namespace {

static_assert(!std::copyable<SecretBytes>);
static_assert(!std::equality_comparable<SecretBytes>);

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!Printable<SecretBytes>);

TEST(SecretBytes, are_empty_after_a_move) {
    SecretBytes first("hunter2");
    SecretBytes second(std::move(first));
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is the promise under test
    first = std::move(second);
    EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
    EXPECT_EQ(first.reveal_text(), "hunter2");
}

TEST(SecretBytes, are_copied_only_by_name) {
    const SecretBytes original("hunter2");
    EXPECT_EQ(original.copy().reveal_text(), original.reveal_text());
}

TEST(Wipe, leaves_zeroes) {
    Bytes bytes{1, 2, 3};
    wipe(bytes.data(), bytes.size());
    EXPECT_EQ(bytes, Bytes(3, 0));
}

TEST(ConstantTimeEqual, needs_the_same_length_and_content) {
    EXPECT_TRUE(constant_time_equal(as_bytes(""), as_bytes("")));
    EXPECT_TRUE(constant_time_equal(as_bytes("abc"), as_bytes("abc")));
    EXPECT_FALSE(constant_time_equal(as_bytes("abc"), as_bytes("abd")));
    EXPECT_FALSE(constant_time_equal(as_bytes("abc"), as_bytes("abcd")));
}

}  // namespace
}  // namespace watchword
