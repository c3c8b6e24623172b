#include <watchword/cli/exit_codes.hpp>

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace watchword::cli {
namespace {

TEST(ExitCodes, TellRefusalsMistakesAndSurroundingsApart) {
    EXPECT_EQ(exit_code(Error::expired), exit_refused);
    EXPECT_EQ(exit_code(Error::name_taken), exit_refused);
    EXPECT_EQ(exit_code(Error::wrong_usage), exit_usage);
    EXPECT_EQ(exit_code(Error::invalid_configuration), exit_usage);
    EXPECT_EQ(exit_code(Error::not_found), exit_not_found);
    EXPECT_EQ(exit_code(Error::address_in_use), exit_busy);
    EXPECT_EQ(exit_code(Error::data_folder_busy), exit_busy);
    EXPECT_EQ(exit_code(Error::storage_corrupt), exit_surroundings);
    EXPECT_EQ(exit_code(Error::unreadable_file), exit_surroundings);
}

TEST(ExitCodes, AreAllInTheReference) {
    std::ifstream file(std::string(WATCHWORD_DOCS) + "/reference/cli.md");
    std::stringstream text;
    text << file.rdbuf();
    for (const int code : {exit_ok, exit_refused, exit_usage, exit_not_found, exit_busy, exit_surroundings}) {
        EXPECT_NE(text.str().find("\n| " + std::to_string(code) + " | "), std::string::npos) << code;
    }
}

TEST(Advice, SaysWhatToDoNextWhereTheSentenceDoesNot) {
    EXPECT_NE(advice(Error::address_in_use).find("--listen"), std::string_view::npos);
    EXPECT_NE(advice(Error::data_folder_busy).find("--data"), std::string_view::npos);
    EXPECT_EQ(advice(Error::bad_signature), "");
}

}  // namespace
}  // namespace watchword::cli
