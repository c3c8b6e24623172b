#include <watchword/base/result.hpp>

#include <cctype>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace watchword {
namespace {

constexpr auto last_code = static_cast<std::uint16_t>(Error::internal);

Result<int> half(int number) {
    if (number % 2 != 0) return Error(Error::invalid_request, "odd");
    return number / 2;
}

TEST(Error, every_code_has_a_name_of_its_own_and_a_sentence_for_people) {
    std::set<std::string_view> names;
    for (std::uint16_t code = 0; code <= last_code; ++code) {
        const Error error(static_cast<Error::Code>(code));
        EXPECT_TRUE(names.insert(error.name()).second) << error.name();
        EXPECT_TRUE(std::isupper(error.sentence().front())) << error.name();
        EXPECT_EQ(error.sentence().back(), '.') << error.name();
    }
}

TEST(Error, is_compared_by_its_code_alone) {
    EXPECT_EQ(Error(Error::expired, "2 s ago"), Error::expired);
    EXPECT_EQ(Error(Error::expired, "2 s ago"), Error(Error::expired));
    EXPECT_FALSE(Error(Error::expired) == Error::malformed);
}

TEST(Error, can_say_when_to_try_again) {
    EXPECT_EQ(Error(Error::rate_limited).retry_after(), std::chrono::seconds(0));
    EXPECT_EQ(Error(Error::rate_limited).with_retry_after(std::chrono::seconds(7)).retry_after(),
              std::chrono::seconds(7));
}

TEST(Result, holds_a_value_or_an_error_with_its_detail) {
    EXPECT_EQ(half(8).value(), 4);
    const Result<int> odd = half(3);
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error(), Error::invalid_request);
    EXPECT_EQ(odd.error().detail(), "odd");
}

// Where the standard leaves the behaviour undefined, going on would be what an attacker wants.
TEST(ResultDeathTest, ends_the_process_rather_than_give_the_value_of_an_error) {
    Result<std::string> odd(Error::expired);
    EXPECT_DEATH((void)odd->size(), "without a look at its error, expired");
    EXPECT_DEATH((void)*odd, "expired");
    EXPECT_DEATH((void)*std::as_const(odd), "expired");
    EXPECT_DEATH((void)*std::move(odd), "expired");
}

TEST(Result, of_nothing_is_success_or_an_error) {
    EXPECT_TRUE(Result<void>{});
    EXPECT_EQ(Result<void>(Error::expired).error(), Error::expired);
}

}  // namespace
}  // namespace watchword
