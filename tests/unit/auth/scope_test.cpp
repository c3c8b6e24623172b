#include <watchword/auth/scope.hpp>

#include <gtest/gtest.h>

namespace watchword::auth {
namespace {

TEST(Scope, IsTokensWithOneSpaceBetweenTwo) {
    EXPECT_EQ(split_scope("")->size(), 0U);
    EXPECT_EQ(split_scope("read")->size(), 1U);
    EXPECT_EQ(*split_scope("read write:all"), (std::vector<std::string_view>{"read", "write:all"}));
    for (const char* broken :
         {" read", "read ", "read  write", " ", "read\twrite", "re\"ad", "re\\ad", "re\x7f", "lire-é"})
        EXPECT_FALSE(split_scope(broken)) << broken;
}

TEST(Scope, TakesTheEdgesOfTheRfcsRanges) {
    for (const char* token : {"!", "#", "[", "]", "~"})
        EXPECT_TRUE(is_scope_token(token)) << token;
    for (const char* token : {" ", "\"", "\\", "\x7f", "\x1f", ""})
        EXPECT_FALSE(is_scope_token(token)) << token;
}

TEST(Scope, MayNarrowAndNeverWiden) {
    EXPECT_TRUE(scope_is_within("a", "a b"));
    EXPECT_TRUE(scope_is_within("b a", "a b"));
    EXPECT_TRUE(scope_is_within("", "a"));
    EXPECT_FALSE(scope_is_within("a c", "a b"));
    EXPECT_FALSE(scope_is_within("a", ""));
    EXPECT_FALSE(scope_is_within("ab", "abc"));
}

}  // namespace
}  // namespace watchword::auth
