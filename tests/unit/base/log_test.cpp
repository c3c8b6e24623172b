#include <watchword/base/log.hpp>
#include <watchword/base/secret.hpp>

#include <algorithm>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

static_assert(!std::is_constructible_v<Log::Field, std::string_view, const SecretBytes&>);

std::string written(const Log& log, Log::Fields fields) {
    testing::internal::CaptureStderr();
    log.info("signed_in", fields);
    return testing::internal::GetCapturedStderr();
}

TEST(Log, writes_one_json_object_a_line) {
    const Log log(Log::Format::json, Log::Level::info);
    EXPECT_THAT(written(log, {{"user", "u_1"}, {"tries", 3}}),
                ContainsRegex("^\\{\"time\":\"[0-9-]+T[0-9:.]+Z\",\"level\":\"info\",\"event\":\"signed_in\","
                              "\"user\":\"u_1\",\"tries\":3\\}\n$"));
}

TEST(Log, writes_text_for_people_and_quotes_what_has_spaces) {
    const Log log(Log::Format::text, Log::Level::info);
    EXPECT_THAT(written(log, {{"user", "u_1"}, {"agent", "a b"}}), HasSubstr("signed_in user=u_1 agent=\"a b\"\n"));
}

TEST(Log, lets_no_value_forge_a_line_or_a_field) {
    for (const auto format : {Log::Format::json, Log::Format::text}) {
        const Log log(format, Log::Level::info);
        const std::string line = written(log, {{"user", "x\"\n{\"event\":\"forged\"}\x1b[31m"}});
        EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
        EXPECT_THAT(line, HasSubstr("\\u000a"));
        EXPECT_THAT(line, Not(HasSubstr("\x1b")));
    }
}

TEST(Log, writes_broken_utf8_as_replacement_characters) {
    const Log log(Log::Format::json, Log::Level::info);
    EXPECT_THAT(written(log, {{"user", "a\xff\xc3(\xe2\x82"}}), HasSubstr("\"user\":\"a\uFFFD\uFFFD(\uFFFD\uFFFD\""));
    EXPECT_THAT(written(log, {{"user", "gr\u00fc\u00df \U0001F600"}}), HasSubstr("gr\u00fc\u00df \U0001F600"));
}

TEST(Log, leaves_out_what_is_below_its_level) {
    testing::internal::CaptureStderr();
    const Log log(Log::Format::json, Log::Level::warning);
    log.info("too_low");
    log.warning("just_enough");
    const std::string text = testing::internal::GetCapturedStderr();
    EXPECT_THAT(text, Not(HasSubstr("too_low")));
    EXPECT_THAT(text, HasSubstr("just_enough"));
}

TEST(Log, carries_the_request_id_while_its_scope_lives) {
    const Log log(Log::Format::json, Log::Level::info);
    {
        const Log::RequestScope outer("r1");
        { const Log::RequestScope inner("r2"); }
        EXPECT_THAT(written(log, {}), HasSubstr("\"request\":\"r1\""));
    }
    EXPECT_THAT(written(log, {}), Not(HasSubstr("request")));
}

}  // namespace
}  // namespace watchword
