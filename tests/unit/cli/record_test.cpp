#include <watchword/cli/record.hpp>

#include <gtest/gtest.h>

namespace watchword::cli {
namespace {

const Record ada{{"name", "ada"},
                 {"email", std::monostate()},
                 {"admin", true},
                 {"scopes", std::vector<std::string>{"a", "b"}},
                 {"signed_in", from_unix_seconds(1'800'000'000)},
                 {"count", std::int64_t{3}}};

TEST(Record, IsJsonForScripts) {
    EXPECT_EQ(to_json(ada), R"({"name":"ada","email":null,"admin":true,"scopes":["a","b"],)"
                            R"("signed_in":"2027-01-15T08:00:00Z","count":3})");
    EXPECT_EQ(to_json("users", {}), R"({"users":[]})");
    EXPECT_EQ(to_json("users", {{{"name", "a\"b"}}, {{"name", "c"}}}), R"({"users":[{"name":"a\"b"},{"name":"c"}]})");
}

TEST(Record, IsAlignedTextForPeople) {
    EXPECT_EQ(to_text(ada),
              "name       ada\nemail      -\nadmin      yes\nscopes     a b\nsigned in  2027-01-15 08:00:00 UTC\n"
              "count      3\n");
}

TEST(Table, AlignsColumnsByCharactersNotBytes) {
    EXPECT_EQ(to_table({{{"name", "Jörg"}, {"role", "user"}}, {{"name", "Ada"}, {"role", "admin"}}}),
              "name  role\nJörg  user\nAda   admin\n");
}

TEST(Printable, MakesControlCharactersHarmless) {
    EXPECT_EQ(printable("a\x1b[31mb\n\x7f"), "a\\x1b[31mb\\x0a\\x7f");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "\\x9b31m");
    EXPECT_EQ(printable("Jörg € 日本"), "Jörg € 日本");
    EXPECT_EQ(printable("\xc2"), "\xc2");
}

}  // namespace
}  // namespace watchword::cli
