#include <watchword/cli/help_layout.hpp>

#include <sstream>

#include <gtest/gtest.h>

namespace watchword::cli {
namespace {

TEST(HelpLayout, AlignsTermsAndEndsWithTheExample) {
    HelpPage page{.summary = "Do it.", .usage = "watchword do [OPTIONS]", .example = "watchword do --fast"};
    page.sections["Options"] = {{"-h,--help", "Show this page"}, {"--fast", "Do it fast"}};
    EXPECT_EQ(
        layout(page),
        "Do it.\n\nUsage: watchword do [OPTIONS]\n\nOptions:\n  -h,--help  Show this page\n  --fast     Do it fast\n"
        "\nExample:\n  watchword do --fast\n");
}

TEST(HelpLayout, IndentsEachLineOfTheExample) {
    const HelpPage page{.summary = "Do it.", .usage = "u", .example = "watchword do\nwatchword do --fast"};
    EXPECT_EQ(layout(page), "Do it.\n\nUsage: u\n\nExample:\n  watchword do\n  watchword do --fast\n");
}

TEST(HelpLayout, KeepsLinesWithinAHundredColumns) {
    HelpPage page{.summary = "S", .usage = "u"};
    std::string long_help;
    for (int i = 0; i < 60; ++i)
        long_help += (i > 0 ? " " : "") + std::string("word");
    page.sections["Options"] = {{"--a", long_help}, {"--a-very-long-option-that-needs-its-own-line VALUE", long_help}};
    std::istringstream lines(layout(page));
    for (std::string line; std::getline(lines, line);)
        EXPECT_LE(line.size(), 100U) << line;
}

}  // namespace
}  // namespace watchword::cli
