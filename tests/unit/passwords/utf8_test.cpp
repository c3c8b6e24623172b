#include <watchword/passwords/utf8.hpp>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

TEST(Utf8, DecodesTheEdgesOfEachLength) {
    EXPECT_EQ(decode_utf8("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"),
              U"\x7f\x80\x7ff\x800\xd7ff\xe000\x10000\x10ffff");
    EXPECT_EQ(decode_utf8(""), U"");
}

TEST(Utf8, RefusesEverythingElse) {
    const char* const broken[] = {
        "\x80",              // continuation alone
        "\xc0\xaf",          // overlong, 2 bytes
        "\xe0\x9f\xbf",      // overlong, 3 bytes
        "\xf0\x8f\xbf\xbf",  // overlong, 4 bytes
        "\xed\xa0\x80",      // surrogate
        "\xf4\x90\x80\x80",  // above U+10FFFF
        "\xf8\x88\x80\x80\x80",
        "\xff",
        "a\xe2\x82",  // cut
        "\xe2\x82z",  // continuation missing
    };
    for (const char* text : broken) {
        EXPECT_FALSE(is_utf8(text));
        EXPECT_FALSE(decode_utf8(text));
    }
}

}  // namespace
}  // namespace watchword::passwords
