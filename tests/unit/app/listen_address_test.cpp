#include <watchword/app/listen_address.hpp>

#include <gtest/gtest.h>

namespace watchword::app {
namespace {

TEST(ListenAddress, IsHostAndPort) {
    const auto v6 = parse_listen_address("[::1]:0");
    ASSERT_TRUE(v6);
    EXPECT_EQ(v6->host, "::1");
    EXPECT_EQ(v6->port, 0);
    EXPECT_TRUE(v6->is_loopback());
    EXPECT_EQ(parse_listen_address("localhost:65535")->port, 65535);
    EXPECT_TRUE(parse_listen_address("0.0.0.0:80")->is_wildcard());
}

TEST(ListenAddress, NothingElseIs) {
    for (const char* text :
         {"", "8080", ":8080", "localhost", "localhost:", "localhost:65536", "localhost:-1", "::1:80", "[localhost]:80",
          "[]:80", "a b:80", "http://localhost:80", "localhost:080000"}) {
        EXPECT_FALSE(parse_listen_address(text)) << text;
    }
}

TEST(BrowserUrl, SaysLocalhostWhereThatReachesTheServer) {
    EXPECT_EQ(browser_url({"127.0.0.1", 0}, false, 8080), "http://localhost:8080");
    EXPECT_EQ(browser_url({"0.0.0.0", 0}, false, 80), "http://localhost");
    EXPECT_EQ(browser_url({"::", 0}, true, 443), "https://localhost");
    EXPECT_EQ(browser_url({"192.168.1.5", 0}, true, 8443), "https://192.168.1.5:8443");
    EXPECT_EQ(browser_url({"fd00::5", 0}, false, 8080), "http://[fd00::5]:8080");
}

}  // namespace
}  // namespace watchword::app
