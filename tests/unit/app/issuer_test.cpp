#include <watchword/app/issuer.hpp>

#include <gtest/gtest.h>

namespace watchword::app {
namespace {

TEST(Issuer, IsHttpsOrHttpOnLoopback) {
    for (const char* issuer : {"https://login.example.com", "https://login.example.com:8443", "http://localhost:8080",
                               "http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost"}) {
        EXPECT_EQ(objection_to_issuer(issuer), std::nullopt) << issuer;
    }
}

struct Refused {
    const char* issuer;
    const char* because;
};

TEST(Issuer, IsRefusedWithItsReason) {
    const Refused table[] = {
        {"login.example.com", "must start with https:// (or http:// on localhost)"},
        {"http://login.example.com", "must be https:// unless the host is localhost"},
        {"http://localhost.example.com", "must be https:// unless the host is localhost"},
        {"https://login.example.com/", "must not end with a slash: issuers are compared byte by byte"},
        {"https://example.com/login", "must have no path: the server answers at the root"},
        {"https://example.com?x=1", "must have no query and no fragment"},
        {"https://example.com#x", "must have no query and no fragment"},
        {"https://Example.com", "must be a host name in lower case, with a port if need be"},
        {"https://", "must be a host name in lower case, with a port if need be"},
        {"https://user@example.com", "must be a host name in lower case, with a port if need be"},
        {"https://example.com:99999", "must be a host name in lower case, with a port if need be"},
    };
    for (const auto& [issuer, because] : table)
        EXPECT_EQ(objection_to_issuer(issuer), because) << issuer;
}

TEST(Origin, IsSchemeHostAndPort) {
    EXPECT_EQ(objection_to_origin("https://app.example.com"), std::nullopt);
    EXPECT_EQ(objection_to_origin("http://localhost:3000"), std::nullopt);
    EXPECT_NE(objection_to_origin("https://app.example.com/"), std::nullopt);
    EXPECT_NE(objection_to_origin("*"), std::nullopt);
    EXPECT_NE(objection_to_origin("null"), std::nullopt);
}

}  // namespace
}  // namespace watchword::app
