#include <watchword/endpoints/csrf.hpp>
#include <watchword/endpoints/flash.hpp>
#include <watchword/endpoints/next_path.hpp>

#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

TEST(NextPath, LeadsOnlyToPathsOfThisServer) {
    for (const std::string_view kept : {"/", "/account", "/a?b=c&d=%2F#e", "/a//b"}) {
        EXPECT_EQ(safe_next(kept), kept);
    }
    for (const std::string_view refused : {"", "account", "//evil.example", "/\\evil.example", "\\/evil.example",
                                           "https://evil.example", "javascript:alert(1)", "/\t/evil.example",
                                           "/a\r\nSet-Cookie: x", " /account", "/a b", "/\x7f", "/\xc3\xa4"}) {
        EXPECT_EQ(safe_next(refused), "/account") << refused;
    }
    EXPECT_EQ(safe_next("/" + std::string(2047, 'a')).size(), 2048U);
    EXPECT_EQ(safe_next("/" + std::string(2048, 'a')), "/account");
}

TEST(NextPath, SignInLeadsBackToThePageButNeverToASubmission) {
    http::Request request;
    request.path = "/account";
    request.query = "a=b";
    EXPECT_EQ(login_path_for(request), "/login?next=%2Faccount%3Fa%3Db");
    request.method = http::Method::post;
    EXPECT_EQ(login_path_for(request), "/login?next=%2Faccount");
}

TEST(Csrf, ATokenFitsOneBrowserAndOneSession) {
    PredictableRandomForTests random;
    const std::string browser = generate_csrf_cookie(random);
    const std::string other = generate_csrf_cookie(random);
    const std::string token = csrf_token(browser, "session");
    EXPECT_TRUE(csrf_token_matches(token, browser, "session"));
    EXPECT_FALSE(csrf_token_matches(token, other, "session"));
    EXPECT_FALSE(csrf_token_matches(token, browser, ""));
    EXPECT_FALSE(csrf_token_matches(token, browser, "session2"));
    EXPECT_FALSE(csrf_token_matches("", browser, "session"));
    EXPECT_FALSE(csrf_token_matches(csrf_token("", ""), "", ""));
    EXPECT_FALSE(csrf_token_matches(csrf_token("short", ""), "short", ""));
}

TEST(Csrf, TheBrowsersOwnWordAboutTheOriginCounts) {
    struct Case {
        std::string_view site;
        std::string_view origin;
        bool own;
    };
    for (const auto& [site, origin, own] :
         {Case{"", "", true}, Case{"same-origin", "http://localhost:8080", true}, Case{"none", "", true},
          Case{"", "https://auth.example", true}, Case{"", "http://127.0.0.1:8080", false},
          Case{"cross-site", "", false}, Case{"same-site", "", false},
          Case{"cross-site", "http://localhost:8080", false}, Case{"", "https://evil.example", false},
          Case{"", "https://localhost:8080", false}, Case{"", "null", false}}) {
        http::Request request;
        request.headers.add("Host", "localhost:8080");
        if (!site.empty()) request.headers.add("Sec-Fetch-Site", std::string(site));
        if (!origin.empty()) request.headers.add("Origin", std::string(origin));
        EXPECT_EQ(comes_from_own_page(request, "https://auth.example/"), own) << site << ' ' << origin;
    }
}

TEST(Flash, EveryCodeHasAMessageAndUnknownOnesHaveNone) {
    for (int i = 0; i <= static_cast<int>(Flash::welcome); ++i) {
        const auto flash = static_cast<Flash>(i);
        EXPECT_EQ(find_flash(code_of(flash)), flash);
        EXPECT_FALSE(message_of(flash).text.empty());
    }
    EXPECT_EQ(find_flash("<b>You won</b>"), std::nullopt);
}

}  // namespace
}  // namespace watchword::endpoints
