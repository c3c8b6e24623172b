#include <watchword/jwt/target_uri.hpp>

#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace watchword::jwt {
namespace {

TEST(NormalizedTarget, hasOneSpellingForOneTarget) {
    const std::vector<std::pair<const char*, const char*>> cases{
        {"https://rs.example/orders", "https://rs.example/orders"},
        {"HTTPS://RS.Example/orders", "https://rs.example/orders"},
        {"https://rs.example:443/orders", "https://rs.example/orders"},
        {"https://rs.example:/orders", "https://rs.example/orders"},
        {"http://rs.example:80", "http://rs.example/"},
        {"http://rs.example:443", "http://rs.example:443/"},
        {"https://rs.example:08443/", "https://rs.example:8443/"},
        {"https://rs.example", "https://rs.example/"},
        {"https://rs.example?a=1", "https://rs.example/"},
        {"https://rs.example/orders?a=1#f", "https://rs.example/orders"},
        {"https://rs.example/orders#f?a", "https://rs.example/orders"},
        {"https://rs.example/%6frders/%7e%2f", "https://rs.example/orders/~%2F"},
        {"https://rs.example/a/./b/../c", "https://rs.example/a/c"},
        {"https://rs.example/a/%2e%2e/c", "https://rs.example/c"},
        {"https://rs.example/../../c", "https://rs.example/c"},
        {"https://rs.example/a/..", "https://rs.example/"},
        {"https://rs.example/a/b/..", "https://rs.example/a/"},
        {"https://rs.example/a/.", "https://rs.example/a/"},
        {"https://rs.example/a//b/", "https://rs.example/a//b/"},
        {"https://[::1]:8443/x", "https://[::1]:8443/x"},
        {"https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"},
    };
    for (const auto& [url, expected] : cases)
        EXPECT_EQ(normalized_target(url), expected) << url;
}

TEST(NormalizedTarget, keepsDifferentTargetsApart) {
    const auto target = normalized_target("https://rs.example/orders");
    for (const char* const other :
         {"https://rs.example/orders/", "https://rs.example/Orders", "http://rs.example/orders",
          "https://rs.example:8443/orders", "https://rs.example./orders", "https://rs.example/ord%65rs/..",
          "https://rs.example//orders", "https://rs.example.evil.example/orders"})
        EXPECT_NE(normalized_target(other), target) << other;
}

TEST(NormalizedTarget, isEmptyForWhatNamesNoTarget) {
    for (const char* const url : {"",
                                  "/orders",
                                  "rs.example/orders",
                                  "https:/rs.example",
                                  "https://",
                                  "https:///orders",
                                  "ftp://rs.example/",
                                  "javascript://rs.example/",
                                  "https://user@rs.example/",
                                  "https://a:b@rs.example/",
                                  "https://rs.example:x/",
                                  "https://rs.example:65536/",
                                  "https://rs.example:-1/",
                                  "https://rs.example:+1/",
                                  "https://rs.example:1:2/",
                                  "https://rs example/",
                                  "https://rs.example/a b",
                                  "https://rs.example/\\..",
                                  "https://rs.example/%",
                                  "https://rs.example/%4",
                                  "https://rs.example/%zz",
                                  "https://rs.ex%61mple/",
                                  "https://[::1/",
                                  "https://[]/",
                                  "https://[::1]x/",
                                  "https://::1/",
                                  "https://rs.example/\x7f",
                                  "https://rs.example/\n",
                                  "https://\xc3\xa4.example/",
                                  "https://rs.example/\xc3\xa4"})
        EXPECT_EQ(normalized_target(url), std::nullopt) << url;
}

}  // namespace
}  // namespace watchword::jwt
