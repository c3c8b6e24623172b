#include <watchword/auth/sessions.hpp>

#include <functional>

#include "world.hpp"

namespace watchword::auth {
namespace {

class BrowserSessions : public testing::Test {
  protected:
    BrowserSession open() {
        return sign_in_browser(world.context, World::credentials("alice", good_password), {"192.0.2.1", "browser"})
            .value();
    }
    Result<SignedIn> find(const std::string& cookie) { return find_browser_session(world.context, cookie); }
    World world;
    User alice = world.add_alice();
};

TEST_F(BrowserSessions, ACookieFindsItsSessionAndUser) {
    const BrowserSession opened = open();
    EXPECT_EQ(opened.cookie.size(), 43U) << "256 bits";
    const auto found = find(opened.cookie);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->session.id, opened.session.id);
    EXPECT_EQ(found->user.id, alice.id);
    EXPECT_NE(open().cookie, opened.cookie) << "each sign-in has a new one";
}

TEST_F(BrowserSessions, NeedTheRightPassword) {
    EXPECT_EQ(code_of(sign_in_browser(world.context, World::credentials("alice", "wrong"), {})),
              Error::wrong_credentials);
}

TEST_F(BrowserSessions, AnythingElseFindsNone) {
    const std::string cookie = open().cookie;
    for (const std::string& other : {std::string(), std::string("x"), std::string(43, 'A'), cookie + "A"})
        EXPECT_EQ(code_of(find(other)), Error::session_ended);
}

TEST_F(BrowserSessions, EndWithSignOutDisablingAndANewPassword) {
    const auto ends_after = [&](const std::function<void(const BrowserSession&)>& change) {
        const BrowserSession opened = open();
        change(opened);
        EXPECT_EQ(code_of(find(opened.cookie)), Error::session_ended);
    };
    ends_after([&](const BrowserSession& opened) { EXPECT_TRUE(*sign_out(world.context, opened.session.id)); });
    ends_after(
        [&](const BrowserSession&) { EXPECT_TRUE(set_password(world.context, "alice", SecretBytes(good_password))); });
    ends_after(
        [&](const BrowserSession&) { EXPECT_TRUE(set_user_status(world.context, "alice", UserStatus::disabled)); });
}

TEST_F(BrowserSessions, APasswordThatWasChangedWhileTheOldOneWasCheckedOpensNothing) {
    const User checked = authenticate(world.context, World::credentials("alice", good_password), {}).value();
    world.clock.advance(Seconds(1));
    ASSERT_TRUE(set_password(world.context, "alice", SecretBytes(other_password)));
    const Session late =
        new_session(world.context, checked, first_party_client, {}, {Seconds(60), Seconds(60)}, world.clock.now());
    EXPECT_EQ(code_of(open_session(world.context, checked, late, nullptr)), Error::wrong_credentials);
    EXPECT_TRUE(list_sessions(world.context, alice.id)->empty());
}

TEST_F(BrowserSessions, LiveOnBothSidesOfTheIdleLimit) {
    const std::string cookie = open().cookie;
    world.clock.advance(world.settings.lifetimes.session_idle - Milliseconds(1));
    EXPECT_TRUE(find(cookie));
    world.clock.advance(world.settings.lifetimes.session_idle - Milliseconds(1));
    EXPECT_TRUE(find(cookie)) << "use moves the limit";
    world.clock.advance(world.settings.lifetimes.session_idle);
    EXPECT_EQ(code_of(find(cookie)), Error::session_ended);
}

TEST_F(BrowserSessions, EndAtTheAbsoluteLimitHoweverMuchTheyAreUsed) {
    const std::string cookie = open().cookie;
    const auto half_a_day = std::chrono::hours(12);
    for (Milliseconds age{half_a_day}; age < world.settings.lifetimes.session_absolute; age += half_a_day) {
        world.clock.advance(half_a_day);
        ASSERT_TRUE(find(cookie));
    }
    world.clock.advance(Milliseconds(half_a_day) - Milliseconds(1));
    EXPECT_TRUE(find(cookie));
    world.clock.advance(Milliseconds(1));
    EXPECT_EQ(code_of(find(cookie)), Error::session_ended);
}

TEST_F(BrowserSessions, UseIsNotedAtMostOnceAMinute) {
    const BrowserSession opened = open();
    const auto last_used = [&] { return world.store.sessions().find(opened.session.id).value()->last_used_at; };
    world.clock.advance(Milliseconds(59'999));
    EXPECT_TRUE(find(opened.cookie));
    EXPECT_EQ(last_used(), start_time);
    world.clock.advance(Milliseconds(1));
    EXPECT_EQ(find(opened.cookie)->session.last_used_at, start_time + Seconds(60));
    EXPECT_EQ(last_used(), start_time + Seconds(60));
}

TEST_F(BrowserSessions, AreListedNewestFirstAndEndTogetherButOne) {
    const BrowserSession one = open();
    world.clock.advance(Seconds(1));
    const BrowserSession other = open();
    const auto listed = list_sessions(world.context, alice.id);
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ(listed->front().id, other.session.id);
    EXPECT_EQ(*sign_out_everywhere(world.context, alice.id, other.session.id), 1U);
    EXPECT_TRUE(find(other.cookie));
    EXPECT_EQ(code_of(find(one.cookie)), Error::session_ended);
    EXPECT_FALSE(*sign_out(world.context, one.session.id)) << "it was over already";
}

}  // namespace
}  // namespace watchword::auth
