#include <watchword/pages/assets.hpp>
#include <watchword/pages/render.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::pages {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view hostile = R"("><script>alert('x')</script>{{csrf}}&)";

AccountPage account() {
    AccountPage page;
    page.user.name = "ada";
    page.current_session = "s1";
    auth::Session session;
    session.id = "s1";
    page.sessions = {session};
    return page;
}

TEST(Pages, HostileTextIsEscapedEverywhere) {
    const std::string text(hostile);
    AccountPage page = account();
    page.user.name = page.user.email = text;
    page.sessions[0].id = page.sessions[0].address = page.sessions[0].client_id = page.sessions[0].user_agent = text;
    page.message = page.password_message = {Message::Kind::bad, text};
    const auto pages = {render(LoginPage{text, text, text, {Message::Kind::bad, text}}),
                        render(SetupPage{text, text, text, text, {Message::Kind::good, text}}), render(page),
                        render(ErrorPage{text, text, text, text, text})};
    for (const std::string& html : pages) {
        EXPECT_THAT(html, Not(HasSubstr("<script")));
        EXPECT_THAT(html, HasSubstr("&quot;&gt;&lt;script&gt;"));
    }
}

TEST(Pages, AreWholeDocumentsWithoutInlineScriptOrStyle) {
    for (const std::string& html : {render(LoginPage{}), render(SetupPage{}), render(account()), render(ErrorPage{})}) {
        EXPECT_THAT(html, StartsWith("<!doctype html>"));
        EXPECT_THAT(html, HasSubstr("name=\"viewport\""));
        EXPECT_THAT(html, HasSubstr(assets().stylesheet.path));
        EXPECT_THAT(html, Not(HasSubstr("style=")));
        EXPECT_THAT(html, Not(HasSubstr("<script")));
        EXPECT_THAT(html, Not(HasSubstr("{{")));
    }
}

TEST(Pages, TheLoginFormKeepsTheNameAndTellsBrowsersWhatItsFieldsAre) {
    const std::string html = render(LoginPage{"c5", "/account", "ada", {Message::Kind::bad, "No."}});
    EXPECT_THAT(html, HasSubstr(R"(name="csrf" value="c5")"));
    EXPECT_THAT(html, HasSubstr(R"(value="ada" autocomplete="username")"));
    EXPECT_THAT(html, HasSubstr(R"(autocomplete="current-password")"));
    EXPECT_THAT(html, HasSubstr(R"(<p class="message bad" role="alert">No.</p>)"));
}

TEST(Pages, TheAccountOffersToEndOtherSessionsButNotThisOne) {
    AccountPage page = account();
    EXPECT_THAT(render(page), Not(HasSubstr("/account/sessions/end")));
    auth::Session other;
    other.id = "s2";
    page.sessions.push_back(other);
    EXPECT_THAT(render(page), HasSubstr(R"(name="session" value="s2")"));
    EXPECT_THAT(render(page), Not(HasSubstr(R"(name="session" value="s1")")));
    EXPECT_THAT(render(page), HasSubstr("End all other sessions"));
}

TEST(Assets, CarryTheirContentsHashInTheirPath) {
    EXPECT_THAT(assets().stylesheet.path, testing::MatchesRegex("/assets/watchword-[0-9a-f]{16}\\.css"));
    EXPECT_THAT(assets().logo.path, testing::MatchesRegex("/assets/logo-[0-9a-f]{16}\\.svg"));
    EXPECT_THAT(std::string(assets().logo.content), StartsWith("<svg"));
}

}  // namespace
}  // namespace watchword::pages
