#include <watchword/app/setting.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace watchword::app {
namespace {

TEST(Settings, AreNamedOnceInEachPlace) {
    std::set<std::string> names;
    for (const SettingDefinition& setting : setting_definitions()) {
        EXPECT_TRUE(names.insert(std::string(setting.name)).second) << setting.name;
        EXPECT_TRUE(names.insert(environment_name(setting)).second) << setting.name;
        EXPECT_TRUE(names.insert(flag_name(setting)).second) << setting.name;
        EXPECT_EQ(find_definition(setting.name), &setting);
    }
}

TEST(Settings, AreNamedAlikeInFileEnvironmentAndFlags) {
    const SettingDefinition& setting = definition(Setting::access_token_lifetime);
    EXPECT_EQ(setting.name, "lifetimes.access_token");
    EXPECT_EQ(environment_name(setting), "WATCHWORD_LIFETIMES_ACCESS_TOKEN");
    EXPECT_EQ(flag_name(setting), "--lifetimes-access-token");
    EXPECT_EQ(flag_name(definition(Setting::tls_cert)), "--tls-cert");
}

TEST(Settings, EachHasASentenceOfHelp) {
    for (const SettingDefinition& setting : setting_definitions())
        EXPECT_TRUE(setting.help.ends_with('.')) << setting.name;
}

TEST(Settings, AMisspeltNameFindsItsNeighbour) {
    EXPECT_EQ(nearest_setting("lifetimes.acces_token"), "lifetimes.access_token");
    EXPECT_EQ(nearest_setting("access_token"), "lifetimes.access_token");
    EXPECT_EQ(nearest_setting("issuers"), "issuer");
    EXPECT_EQ(nearest_setting("something_else_entirely"), "");
}

struct Quantity {
    const char* text;
    std::optional<std::int64_t> value;
};

TEST(Durations, AreReadWithOrWithoutAUnit) {
    for (const auto& [text, value] :
         {Quantity{"90", 90}, Quantity{"90s", 90}, Quantity{"15m", 900}, Quantity{"12h", 43200},
          Quantity{"14d", 1209600}, Quantity{"0", 0}, Quantity{"", std::nullopt}, Quantity{"m", std::nullopt},
          Quantity{"-1", std::nullopt}, Quantity{"1.5h", std::nullopt}, Quantity{"15 m", std::nullopt},
          Quantity{"1w", std::nullopt}, Quantity{"9223372036854775807d", std::nullopt}}) {
        EXPECT_EQ(parse_duration(text), value) << text;
    }
}

TEST(Durations, AreWrittenWithTheLargestUnitThatIsExact) {
    EXPECT_EQ(duration_text(0), "0s");
    EXPECT_EQ(duration_text(90), "90s");
    EXPECT_EQ(duration_text(900), "15m");
    EXPECT_EQ(duration_text(86400), "1d");
}

TEST(Sizes, AreReadAndWrittenInBinaryUnits) {
    EXPECT_EQ(parse_size("16KiB"), 16384);
    EXPECT_EQ(parse_size("1MiB"), 1048576);
    EXPECT_EQ(parse_size("100"), 100);
    EXPECT_EQ(parse_size("16KB"), std::nullopt);
    EXPECT_EQ(size_text(16384), "16KiB");
    EXPECT_EQ(size_text(100), "100");
}

std::string read(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// WATCHWORD_UPDATE_DOCS=1 writes the page instead.
TEST(Documentation, TheReferenceHoldsTheTableOfSettings) {
    const std::string path = std::string(WATCHWORD_DOCS) + "/reference/configuration.md";
    const std::string begin = "<!-- settings: begin -->\n";
    const std::string end = "<!-- settings: end -->";
    const std::string page = read(path);
    const std::size_t start = page.find(begin);
    const std::size_t stop = page.find(end);
    ASSERT_NE(start, std::string::npos);
    ASSERT_NE(stop, std::string::npos);
    const std::string head = page.substr(0, start + begin.size());
    if (std::getenv("WATCHWORD_UPDATE_DOCS") != nullptr) {
        std::ofstream(path) << head << settings_as_markdown() << page.substr(stop);
        return;
    }
    EXPECT_EQ(page.substr(head.size(), stop - head.size()), settings_as_markdown())
        << "run this test with WATCHWORD_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace watchword::app
