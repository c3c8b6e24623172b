#include "fixture.hpp"
#include <gmock/gmock.h>

namespace watchword::jwt::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Claims& everything() {
    static const Claims claims = [] {
        ClaimsBuilder builder = test::claims();
        builder.set_flag("yes", true).set_flag("no", false).set("text", "a\"b").set("empty", "").set("one", 1);
        builder.set_json("negative", "-9223372036854775808").set_json("huge", "18446744073709551615");
        builder.set_json("fraction", "1.5").set_json("whole", "1.0").set_json("nothing", "null");
        builder.set_json("names", R"(["a","b"])").set_json("none", "[]").set_json("mixed", R"(["a",1])");
        builder.set_json("object", "{}").set("date", now_seconds).set_json("far", "1e300");
        return *verify(issue(builder, hmac()), keys(), requirements(), now);
    }();
    return claims;
}

template <class T>
std::string refusal_of(std::string_view name) {
    const Result<T> value = everything().get<T>(name);
    return value ? "accepted" : std::string(value.error().name()) + " " + value.error().detail();
}

TEST(TypedClaims, areReadAsTheTypeThatWasAskedFor) {
    EXPECT_EQ(everything().get<bool>("yes").value(), true);
    EXPECT_EQ(everything().get<bool>("no").value(), false);
    EXPECT_EQ(everything().get<std::int64_t>("one").value(), 1);
    EXPECT_EQ(everything().get<std::int64_t>("negative").value(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(everything().get<double>("one").value(), 1.0);
    EXPECT_EQ(everything().get<double>("fraction").value(), 1.5);
    EXPECT_EQ(everything().get<double>("huge").value(), 18446744073709551615.0);
    EXPECT_EQ(everything().get<std::string_view>("text").value(), "a\"b");
    EXPECT_EQ(everything().get<std::string>("empty").value(), "");
    EXPECT_THAT(everything().get<std::vector<std::string>>("names").value(), ElementsAre("a", "b"));
    EXPECT_THAT(everything().get<std::vector<std::string>>("none").value(), IsEmpty());
    EXPECT_EQ(everything().get<TimePoint>("date").value(), now);
    EXPECT_EQ(everything().get<TimePoint>("fraction").value(), TimePoint(Milliseconds(1500)));
}

TEST(TypedClaims, areMissingIfTheyAreNotThereOrNull) {
    for (const char* const name : {"absent", "nothing"}) {
        const std::string expected = std::string("missing_claim ") + name;
        EXPECT_EQ(refusal_of<bool>(name), expected);
        EXPECT_EQ(refusal_of<std::int64_t>(name), expected);
        EXPECT_EQ(refusal_of<double>(name), expected);
        EXPECT_EQ(refusal_of<std::string_view>(name), expected);
        EXPECT_EQ(refusal_of<std::string>(name), expected);
        EXPECT_EQ(refusal_of<std::vector<std::string>>(name), expected);
        EXPECT_EQ(refusal_of<TimePoint>(name), expected);
    }
}

TEST(TypedClaims, areNeverConverted) {
    for (const char* const name : {"text", "one", "names", "object"})
        EXPECT_EQ(refusal_of<bool>(name), std::string("invalid_claim ") + name);
    for (const char* const name : {"text", "fraction", "whole", "huge", "yes"})
        EXPECT_EQ(refusal_of<std::int64_t>(name), std::string("invalid_claim ") + name);
    for (const char* const name : {"text", "yes", "object"})
        EXPECT_EQ(refusal_of<double>(name), std::string("invalid_claim ") + name);
    for (const char* const name : {"one", "yes", "names"}) {
        EXPECT_EQ(refusal_of<std::string>(name), std::string("invalid_claim ") + name);
        EXPECT_EQ(refusal_of<std::string_view>(name), std::string("invalid_claim ") + name);
    }
    for (const char* const name : {"text", "mixed", "object"})
        EXPECT_EQ(refusal_of<std::vector<std::string>>(name), std::string("invalid_claim ") + name);
    for (const char* const name : {"text", "yes", "far"})
        EXPECT_EQ(refusal_of<TimePoint>(name), std::string("invalid_claim ") + name);
}

}  // namespace
}  // namespace watchword::jwt::test
