#include <watchword/pages/assets.hpp>

#include "server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Settings on_loopback() {
    Settings settings;
    settings.cookies = Settings::Cookies::loopback;
    return settings;
}

struct Pages : testing::Test {
    Pages() { server.add_user("alice"); }
    TestServer server{{}, on_loopback()};
    TestBrowser browser{server};
};

TEST_F(Pages, SigningInLeadsToTheAccount) {
    EXPECT_EQ(browser.get("/").header("Location"), "/account");
    const Answer to_login = browser.get("/account");
    EXPECT_EQ(to_login.status, 303);
    EXPECT_EQ(to_login.header("Location"), "/login?next=%2Faccount");
    const Answer form = browser.get("/login?next=%2Faccount");
    EXPECT_EQ(form.field("next"), "/account");
    EXPECT_THAT(form.body, Not(HasSubstr("role=\"alert\"")));
    const Answer signed_in = browser.sign_in();
    EXPECT_EQ(signed_in.status, 303);
    EXPECT_EQ(signed_in.header("Location"), "/account");
    const Answer account = browser.get("/account");
    EXPECT_EQ(account.status, 200);
    EXPECT_THAT(account.body, AllOf(HasSubstr("alice@example.org"), HasSubstr("This browser")));
    EXPECT_EQ(account.header("Cache-Control"), "no-store");
    EXPECT_EQ(browser.get("/login").header("Location"), "/account");
}

TEST_F(Pages, TheSessionCookieIsOutOfReachForScriptsAndOtherSites) {
    EXPECT_THAT(browser.sign_in().header("Set-Cookie"),
                AllOf(testing::StartsWith("watchword_session="), HasSubstr("; HttpOnly"), HasSubstr("; SameSite=Lax"),
                      HasSubstr("; Path=/"), Not(HasSubstr("Secure"))));
    TestServer secure;
    secure.add_user("alice");
    TestBrowser other(secure);
    EXPECT_THAT(other.sign_in().header("Set-Cookie"),
                AllOf(testing::StartsWith("__Host-watchword_session="), HasSubstr("; Secure")));
}

TEST_F(Pages, TheAccountListsAHundredSessionsAndCountsTheRest) {
    browser.sign_in();
    for (int program = 0; program < 99; ++program) {
        server.clock.advance(Seconds(2));
        ASSERT_EQ(server.sign_in().status, 200);
    }
    EXPECT_THAT(browser.get("/account").body, Not(HasSubstr("older sessions")));
    for (int program = 0; program < 3; ++program) {
        server.clock.advance(Seconds(2));
        ASSERT_EQ(server.sign_in().status, 200);
    }
    const std::string page = browser.get("/account").body;
    EXPECT_THAT(page, AllOf(HasSubstr("And 3 older sessions."), HasSubstr("This browser")));
    std::size_t rows = 0;
    for (std::size_t at = page.find("<li>"); at != std::string::npos; at = page.find("<li>", at + 1))
        ++rows;
    EXPECT_EQ(rows, 100U);
}

TEST_F(Pages, EverySignInMakesANewSessionAndEndsTheOneBefore) {
    browser.sign_in();
    const std::string first = browser.cookies["watchword_session"];
    browser.get("/account");
    browser.submit("/login", "username=alice&password=quiet+green+bicycle+lamp");
    EXPECT_NE(browser.cookies["watchword_session"], first);
    TestBrowser old(server);
    old.cookies["watchword_session"] = first;
    EXPECT_EQ(old.get("/account").status, 303);
}

TEST_F(Pages, AWrongPasswordKeepsTheNameAndNotThePassword) {
    const Answer answer = browser.sign_in("alice", "wrong-password");
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.field("username"), "alice");
    EXPECT_THAT(answer.body, HasSubstr("role=\"alert\">The user name or the password is not correct."));
    EXPECT_THAT(answer.body, Not(HasSubstr("wrong-password")));
    EXPECT_EQ(browser.submit("/login", "username=alice&password=").status, 400);
}

TEST_F(Pages, UnknownUserAndWrongPasswordLookTheSame) {
    browser.get("/login");
    const Answer wrong = browser.submit("/login", "username=alice&password=x");
    Answer unknown = browser.submit("/login", "username=nobod&password=x");
    unknown.body.replace(unknown.body.find("nobod"), 5, "alice");
    EXPECT_EQ(wrong.status, unknown.status);
    EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(Pages, TooManyFailuresTellTheWaitInWords) {
    for (unsigned i = 0; i < server.settings.limits.per_account.burst; ++i)
        browser.sign_in("alice", "wrong");
    const Answer answer = browser.sign_in();
    EXPECT_EQ(answer.status, 429);
    EXPECT_NE(answer.header("Retry-After"), "");
    EXPECT_THAT(answer.body, HasSubstr("Too many attempts. Please wait 30 seconds and try again."));
}

TEST_F(Pages, AFormOfAnotherSiteIsRefusedAndNothingIsLost) {
    browser.get("/login");
    const std::string body = "username=alice&password=quiet+green+bicycle+lamp";
    for (const Answer& answer : {browser.submit_as_is("/login", body), browser.submit_as_is("/login", body + "&csrf=x"),
                                 TestBrowser(server).submit_as_is("/login", body),
                                 browser.submit_as_is("/login", body, "https://evil.example")}) {
        EXPECT_EQ(answer.status, 403);
        EXPECT_EQ(answer.field("username"), "alice");
        EXPECT_THAT(answer.body, HasSubstr("could not be matched"));
        EXPECT_THAT(answer.header("Set-Cookie"), Not(HasSubstr("watchword_session")));
    }
    EXPECT_EQ(browser.submit("/login", body).status, 303);
    for (const std::string_view target : {"/logout", "/account/password", "/account/sessions/end"}) {
        const Answer answer = browser.submit_as_is(target, "all=others");
        EXPECT_EQ(answer.status, 403) << target;
        EXPECT_THAT(answer.body, AllOf(HasSubstr("csrf_failed"), HasSubstr("href=\"/\"")));
    }
    EXPECT_EQ(browser.get("/account").status, 200);
}

TEST_F(Pages, NextNeverLeadsToAnotherSite) {
    browser.get("/login");
    const std::string body = "username=alice&password=quiet+green+bicycle+lamp&next=";
    EXPECT_EQ(browser.submit("/login", body + "//evil.example").header("Location"), "/account");
    EXPECT_EQ(browser.get("/login?next=%2F%5Cevil.example").header("Location"), "/account");
    EXPECT_EQ(browser.get("/login?next=%2Faccount%23password").header("Location"), "/account#password");
}

TEST_F(Pages, SigningOutEndsTheSession) {
    browser.sign_in();
    const std::string cookie = browser.cookies["watchword_session"];
    browser.get("/account");
    EXPECT_EQ(browser.submit("/logout", "").header("Location"), "/login");
    EXPECT_FALSE(browser.cookies.contains("watchword_session"));
    EXPECT_THAT(browser.get("/login").body, HasSubstr("role=\"status\">You are signed out."));
    EXPECT_THAT(browser.get("/login").body, Not(HasSubstr("You are signed out."))) << "a message is shown once";
    browser.cookies["watchword_session"] = cookie;
    EXPECT_EQ(browser.get("/account").status, 303);
}

TEST_F(Pages, AnEndedSessionLeadsToSignInWithAWordAboutIt) {
    browser.sign_in();
    server.clock.advance(server.settings.lifetimes.session_idle);
    EXPECT_EQ(browser.get("/account").header("Location"), "/login?next=%2Faccount");
    EXPECT_FALSE(browser.cookies.contains("watchword_session"));
    EXPECT_THAT(browser.get("/login").body, HasSubstr("Your session has ended. Please sign in again."));
}

TEST_F(Pages, ANewPasswordEndsTheOtherSessions) {
    TestBrowser other(server);
    other.sign_in();
    browser.sign_in();
    browser.get("/account");
    const Answer wrong = browser.submit("/account/password", "current_password=x&new_password=another+fine+sentence");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_THAT(wrong.body, HasSubstr("The current password is not correct."));
    const std::string current = "current_password=quiet+green+bicycle+lamp&new_password=";
    EXPECT_EQ(browser.submit("/account/password", current + "short").status, 422);
    EXPECT_EQ(browser.submit("/account/password", current).status, 400);
    EXPECT_EQ(browser.submit("/account/password", current + "another+fine+sentence").status, 303);
    EXPECT_THAT(browser.get("/account").body, HasSubstr("Your password is changed"));
    EXPECT_EQ(other.get("/account").status, 303);
    EXPECT_EQ(TestBrowser(server).sign_in("alice", "another fine sentence").status, 303);
}

TEST_F(Pages, OtherSessionsCanBeEndedOneByOneOrAllAtOnce) {
    TestBrowser second(server);
    TestBrowser third(server);
    second.sign_in();
    server.clock.advance(Seconds(1));
    browser.sign_in();
    const std::string id = browser.get("/account").field("session");
    EXPECT_EQ(browser.submit("/account/sessions/end", "session=" + id).status, 303);
    EXPECT_THAT(browser.get("/account").body, HasSubstr("The session has ended."));
    EXPECT_EQ(second.get("/account").status, 303);
    third.sign_in();
    EXPECT_EQ(browser.submit("/account/sessions/end", "all=others").status, 303);
    EXPECT_EQ(third.get("/account").status, 303);
    EXPECT_EQ(browser.get("/account").status, 200);
    EXPECT_EQ(browser.submit("/account/sessions/end", "").status, 400);
}

TEST_F(Pages, NobodyEndsTheSessionOfSomebodyElse) {
    server.add_user("bob");
    browser.sign_in();
    const auto session = server.store.sessions().list_live("", server.clock.now()).value().front();
    TestBrowser bob(server);
    bob.sign_in("bob");
    bob.get("/account");
    EXPECT_EQ(bob.submit("/account/sessions/end", "session=" + session.id).status, 303);
    EXPECT_EQ(browser.get("/account").status, 200);
}

TEST(Setup, TheLinkMakesTheFirstUserOnce) {
    TestServer server({}, on_loopback());
    TestBrowser browser(server);
    const std::string link = "/setup?token=" + server.setup.token();
    EXPECT_EQ(browser.get("/setup").status, 403);
    EXPECT_THAT(browser.get("/setup?token=wrong").body, HasSubstr("not valid any more"));
    const Answer form = browser.get(link);
    EXPECT_EQ(form.status, 200);
    const std::string start = "token=" + form.field("token") + "&username=ada&email=ada@example.org&password=";
    const Answer weak = browser.submit("/setup", start + "short");
    EXPECT_EQ(weak.status, 422);
    EXPECT_EQ(weak.field("username"), "ada");
    EXPECT_EQ(weak.field("email"), "ada@example.org");
    EXPECT_EQ(TestBrowser(server).submit_as_is("/setup", start + "a+very+fine+sentence").status, 403);
    EXPECT_EQ(browser.submit("/setup", start + "a+very+fine+sentence").header("Location"), "/account");
    EXPECT_THAT(browser.get("/account").body, AllOf(HasSubstr("Administrator"), HasSubstr("Welcome!")));
    TestBrowser late(server);
    EXPECT_EQ(late.get(link).header("Location"), "/login");
    EXPECT_THAT(late.get("/login").body, HasSubstr("The first user exists already."));
}

TEST_F(Pages, AssetsMayBeKeptForEver) {
    const Answer css = browser.get(::watchword::pages::assets().stylesheet.path);
    EXPECT_EQ(css.status, 200);
    EXPECT_EQ(css.header("Content-Type"), "text/css; charset=utf-8");
    EXPECT_THAT(css.header("Cache-Control"), HasSubstr("immutable"));
    EXPECT_EQ(browser.get("/favicon.ico").header("Content-Type"), "image/svg+xml");
}

TEST_F(Pages, ABrokenFormGetsAPageWithAWayOn) {
    const Answer answer = browser.submit_as_is("/login", "username=%zz");
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, AllOf(HasSubstr("invalid_form"), HasSubstr("href=\"/\"")));
}

}  // namespace
}  // namespace watchword::endpoints
