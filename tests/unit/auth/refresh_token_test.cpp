#include <watchword/auth/introspect.hpp>

#include <functional>

#include "world.hpp"

namespace watchword::auth {
namespace {

class Refreshing : public testing::Test {
  protected:
    Refreshing() { first = world.password_grant("alice", good_password, "openid email").value(); }
    static Settings settings_of(Lifetimes lifetimes) {
        Settings settings = usual_settings();
        settings.lifetimes = lifetimes;
        return settings;
    }
    World world;
    User alice = world.add_alice();
    TokenResponse first;
};

TEST_F(Refreshing, RotatesTheTokenAndKeepsTheSession) {
    world.clock.advance(Seconds(60));
    const auto second = world.refresh(first.refresh_token);
    ASSERT_TRUE(second);
    EXPECT_NE(second->refresh_token, first.refresh_token);
    EXPECT_EQ(second->scope, "openid email");
    const jwt::Claims before = world.claims_of(first.access_token);
    const jwt::Claims after = world.claims_of(second->access_token);
    EXPECT_EQ(after.string("sid"), before.string("sid"));
    EXPECT_EQ(after.subject(), alice.id);
    EXPECT_NE(after.id(), before.id());
    EXPECT_EQ(after.find("auth_time")->integer(), to_unix_seconds(start_time)) << "the sign-in, not the refresh";
    EXPECT_EQ(after.issued_at(), start_time + Seconds(60));
    EXPECT_TRUE(world.refresh(second->refresh_token));
}

TEST_F(Refreshing, AReplayWithinTheGraceGetsTheSameSuccessorAndANewAccessToken) {
    const auto second = world.refresh(first.refresh_token);
    world.clock.advance(Seconds(10));
    const auto replayed = world.refresh(first.refresh_token);
    ASSERT_TRUE(replayed);
    EXPECT_EQ(replayed->refresh_token, second->refresh_token);
    EXPECT_NE(replayed->access_token, second->access_token);
    EXPECT_TRUE(world.refresh(second->refresh_token));
}

TEST_F(Refreshing, AMillisecondAfterTheGraceAReplayEndsTheFamily) {
    const auto second = world.refresh(first.refresh_token);
    world.clock.advance(Milliseconds(10'001));
    EXPECT_EQ(code_of(world.refresh(first.refresh_token)), Error::refresh_token_reused);
    EXPECT_EQ(code_of(world.refresh(second->refresh_token)), Error::invalid_refresh_token);
    EXPECT_EQ(code_of(find_token_user(world.context, world.claims_of(second->access_token))), Error::session_ended);
}

TEST_F(Refreshing, AnythingOlderThanThePredecessorEndsTheFamilyAtOnce) {
    const auto second = world.refresh(first.refresh_token);
    const auto third = world.refresh(second->refresh_token);
    EXPECT_EQ(code_of(world.refresh(first.refresh_token)), Error::refresh_token_reused);
    EXPECT_EQ(code_of(world.refresh(third->refresh_token)), Error::invalid_refresh_token);
}

TEST_F(Refreshing, ForeignAndBrokenTokensAreRefused) {
    SystemRandom random;
    for (const std::string& token : {std::string(), std::string("x"), std::string(64, '!'), first.refresh_token + "A",
                                     first.access_token, RefreshToken::generate(random).to_text()})
        EXPECT_EQ(code_of(world.refresh(token)), Error::invalid_refresh_token) << token.size();
    EXPECT_TRUE(world.refresh(first.refresh_token)) << "nothing of that touched the session";
}

TEST_F(Refreshing, AGuessedSecretForAKnownHandleEndsTheFamily) {
    SystemRandom random;
    const RefreshToken guess = RefreshToken::parse(first.refresh_token)->successor(random);
    EXPECT_EQ(code_of(world.refresh(guess.to_text())), Error::refresh_token_reused);
}

TEST_F(Refreshing, ATokenIsBoundToItsClient) {
    const Client other = world.add_service("other", {"refresh_token"});
    EXPECT_EQ(code_of(grants::refresh_token(world.context, other, {first.refresh_token, ""})),
              Error::invalid_refresh_token);
    EXPECT_TRUE(world.refresh(first.refresh_token));
    const Client without = world.add_service("without", {"password"});
    EXPECT_EQ(code_of(grants::refresh_token(world.context, without, {first.refresh_token, ""})),
              Error::unauthorized_client);
}

TEST_F(Refreshing, TheScopeMayNarrowForOneAccessTokenAndTheFamilyKeepsIts) {
    const auto narrow = world.refresh(first.refresh_token, "email");
    ASSERT_TRUE(narrow);
    EXPECT_EQ(narrow->scope, "email");
    EXPECT_EQ(world.claims_of(narrow->access_token).string("scope"), "email");
    EXPECT_EQ(world.refresh(narrow->refresh_token)->scope, "openid email");
}

TEST_F(Refreshing, AWiderOrBrokenScopeIsRefusedAndCostsNothing) {
    EXPECT_EQ(code_of(world.refresh(first.refresh_token, "openid profile")), Error::invalid_scope);
    EXPECT_EQ(code_of(world.refresh(first.refresh_token, "openid  email")), Error::invalid_scope);
    world.clock.advance(Seconds(60));
    EXPECT_TRUE(world.refresh(first.refresh_token));
}

TEST_F(Refreshing, EndsWithTheUser) {
    const auto refused_after = [&](const std::function<void()>& change) {
        const auto token = world.password_grant("alice", good_password)->refresh_token;
        change();
        EXPECT_EQ(code_of(world.refresh(token)), Error::invalid_refresh_token);
    };
    refused_after([&] {
        EXPECT_TRUE(set_user_status(world.context, "alice", UserStatus::disabled));
        EXPECT_TRUE(set_user_status(world.context, "alice", UserStatus::active));
    });
    refused_after([&] { EXPECT_TRUE(sign_out_everywhere(world.context, alice.id, {})); });
    refused_after([&] { EXPECT_TRUE(remove_user(world.context, "alice")); });
}

struct LifetimeCase {
    const char* name;
    Milliseconds rest;
    bool alive;
};

TEST(RefreshLifetimes, HoldOnBothSidesOfEachLimit) {
    Settings settings = usual_settings();
    settings.lifetimes.refresh_idle = Seconds(100);
    settings.lifetimes.refresh_absolute = Seconds(250);
    // Refreshed after 90 and 180 seconds, then a rest.
    const LifetimeCase cases[] = {
        {"idle, just before", Milliseconds(99'999), true},
        {"idle, at the limit", Milliseconds(100'000), false},
    };
    for (const LifetimeCase& c : cases) {
        World world(settings);
        world.add_alice();
        const auto token = world.password_grant("alice", good_password)->refresh_token;
        world.clock.advance(c.rest);
        EXPECT_EQ(world.refresh(token).has_value(), c.alive) << c.name;
    }
    const LifetimeCase absolute[] = {
        {"absolute, just before", Milliseconds(69'999), true},
        {"absolute, at the limit", Milliseconds(70'000), false},
    };
    for (const LifetimeCase& c : absolute) {
        World world(settings);
        world.add_alice();
        std::string token = world.password_grant("alice", good_password)->refresh_token;
        for (int i = 0; i < 2; ++i) {
            world.clock.advance(Seconds(90));
            token = world.refresh(token)->refresh_token;
        }
        world.clock.advance(c.rest);
        EXPECT_EQ(world.refresh(token).has_value(), c.alive) << c.name;
    }
}

TEST(RefreshGrace, ZeroTurnsReplaysOff) {
    Settings settings = usual_settings();
    settings.lifetimes.refresh_grace = Seconds(0);
    World world(settings);
    world.add_alice();
    const auto token = world.password_grant("alice", good_password)->refresh_token;
    EXPECT_TRUE(world.refresh(token));
    EXPECT_EQ(code_of(world.refresh(token)), Error::refresh_token_reused);
}

TEST_F(Refreshing, NothingAtRestCanBeUsed) {
    const auto second = world.refresh(first.refresh_token);
    const RefreshToken old_token = *RefreshToken::parse(first.refresh_token);
    const RefreshToken new_token = *RefreshToken::parse(second->refresh_token);
    const auto family = world.store.sessions().find_family(old_token.handle_hash()).value();
    ASSERT_TRUE(family);
    const std::string_view sealed = as_text(family->sealed_successor);
    EXPECT_FALSE(sealed.empty());
    EXPECT_EQ(sealed.find(new_token.secret.reveal_text()), std::string_view::npos);
    EXPECT_FALSE(constant_time_equal(family->current_hash, new_token.secret.reveal()));
}

TEST_F(Refreshing, TheUseIsNotedOnceAnHour) {
    const std::string sid(world.claims_of(first.access_token).string("sid"));
    const auto last_used = [&] { return world.store.sessions().find(sid).value()->last_used_at; };
    world.clock.advance(Seconds(3599));
    auto token = world.refresh(first.refresh_token)->refresh_token;
    EXPECT_EQ(last_used(), start_time);
    world.clock.advance(Seconds(1));
    token = world.refresh(token)->refresh_token;
    EXPECT_EQ(last_used(), start_time + Seconds(3600));
    world.clock.advance(Seconds(60));
    token = world.refresh(token)->refresh_token;
    EXPECT_EQ(last_used(), start_time + Seconds(3600));
}

TEST_F(Refreshing, ASessionInUseStaysInTheListAndOneAtRestLeavesIt) {
    std::string token = first.refresh_token;
    for (int day = 0; day < 40; ++day) {
        world.clock.advance(std::chrono::days(1));
        token = world.refresh(token)->refresh_token;
    }
    EXPECT_EQ(list_sessions(world.context, alice.id)->size(), 1U);
    world.clock.advance(world.settings.lifetimes.refresh_idle + std::chrono::hours(2));
    EXPECT_EQ(list_sessions(world.context, alice.id)->size(), 0U);
}

}  // namespace
}  // namespace watchword::auth
