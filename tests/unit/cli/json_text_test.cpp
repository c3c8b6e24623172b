#include <watchword/cli/json_text.hpp>

#include <gtest/gtest.h>

namespace watchword::cli {
namespace {

TEST(PrettyJson, IndentsAndSaysWhatTimesMean) {
    EXPECT_EQ(
        pretty_json(R"({"sub":"ada","exp":1800000000,"roles":["a","b"],"nested":{"exp":1}})"),
        "{\n  \"sub\": \"ada\",\n  \"exp\": 1800000000,  (2027-01-15 08:00:00 UTC)\n  \"roles\": [\"a\", \"b\"],\n"
        "  \"nested\": {\n    \"exp\": 1\n  }\n}\n");
}

TEST(PrettyJson, LeavesTimesThatNoCalendarHasAlone) {
    EXPECT_EQ(pretty_json(R"({"exp":253402300800})"), "{\n  \"exp\": 253402300800\n}\n");
    EXPECT_EQ(pretty_json(R"({"exp":-1})"), "{\n  \"exp\": -1\n}\n");
}

TEST(PrettyJson, CannotCommandATerminal) {
    EXPECT_EQ(pretty_json("{\"sub\":\"\\u001b[31m\\u009b\"}").find('\x1b'), std::string::npos);
    EXPECT_EQ(pretty_json("{\"sub\":\"\\u009b\"}").find("\xc2\x9b"), std::string::npos);
}

}  // namespace
}  // namespace watchword::cli
