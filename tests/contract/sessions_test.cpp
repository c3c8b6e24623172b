#include <atomic>
#include <thread>

#include "backend.hpp"

namespace watchword {
namespace {

using auth::UserStatus;
using namespace contract;

class SessionStoreContract : public StoreContract {
  protected:
    void SetUp() override {
        ASSERT_TRUE(users_.add(user("alice")));
        ASSERT_TRUE(users_.add(user("bob")));
    }
    void open(const auth::Session& session) { ASSERT_TRUE(sessions_.open(session, nullptr)); }
    std::vector<std::string> live(std::string_view user_id, TimePoint now) {
        std::vector<std::string> ids;
        const std::vector<auth::Session> all = sessions_.list_live(user_id, now).value();
        for (const auth::Session& session : all) {
            ids.push_back(session.id);
        }
        return ids;
    }
    using Ids = std::vector<std::string>;
};
EVERY_STORE(SessionStoreContract);

TEST_P(SessionStoreContract, FindsASessionAsItWasOpened) {
    auth::Session opened = session("s", "alice");
    opened.cookie_hash = digest("cookie");
    const auth::RefreshFamily tokens = family("f", opened);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    EXPECT_EQ(sessions_.find("s").value(), opened);
    EXPECT_EQ(sessions_.find_by_cookie(digest("cookie")).value(), opened);
    EXPECT_EQ(sessions_.find_family(tokens.handle_hash).value(), tokens);
    EXPECT_FALSE(sessions_.find("other").value());
    EXPECT_FALSE(sessions_.find_by_cookie(digest("other")).value());
    EXPECT_FALSE(sessions_.find_family(digest("other")).value());
}

TEST_P(SessionStoreContract, KeepsAFamilyThatIsStoredWithAPredecessor) {
    const auth::Session opened = session("s", "alice");
    auth::RefreshFamily tokens = family("f", opened);
    tokens.previous_hash = digest("0");
    tokens.sealed_successor = sealed("0", "1");
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    EXPECT_EQ(sessions_.find_family(tokens.handle_hash).value(), tokens);
}

TEST_P(SessionStoreContract, OpensNoneForAUserWhoIsGoneOrDisabled) {
    ASSERT_TRUE(users_.remove("id of bob", noon));
    ASSERT_TRUE(users_.set_status("id of alice", UserStatus::disabled, noon));
    for (const char* name : {"alice", "bob", "nobody"}) {
        const auth::Session opened = session("s", name);
        const auth::RefreshFamily tokens = family("f", opened);
        EXPECT_EQ(sessions_.open(opened, &tokens).error(), Error::session_ended) << name;
        EXPECT_FALSE(sessions_.find("s").value());
        EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
    }
    ASSERT_TRUE(users_.set_status("id of alice", UserStatus::active, noon));
    EXPECT_TRUE(sessions_.open(session("s", "alice"), nullptr));
}

TEST_P(SessionStoreContract, OpensNothingAtAllIfTheHandleWasUsedBefore) {
    const auth::Session first = session("first", "alice");
    const auth::RefreshFamily tokens = family("f", first);
    ASSERT_TRUE(sessions_.open(first, &tokens));
    const auth::Session second = session("second", "bob");
    const auth::RefreshFamily same_handle = family("f", second);
    EXPECT_EQ(sessions_.open(second, &same_handle).error(), Error::internal);
    EXPECT_FALSE(sessions_.find("second").value()) << "half a session is none";
    EXPECT_EQ(sessions_.find_family(tokens.handle_hash).value(), tokens);
}

TEST_P(SessionStoreContract, LeavesNoLiveSessionWhenASignInRacesWithDisabling) {
    for (int round = 0; round < 30; ++round) {
        const std::string id = numbered("s", round);
        ASSERT_TRUE(users_.set_status("id of alice", UserStatus::active, noon));
        bool opened = false;
        {
            const std::jthread signs_in([&] { opened = sessions_.open(session(id, "alice"), nullptr).has_value(); });
            const std::jthread disables(
                [&] { EXPECT_TRUE(users_.set_status("id of alice", UserStatus::disabled, noon + tick)); });
        }
        EXPECT_EQ(sessions_.find(id).value().has_value(), opened);
        EXPECT_EQ(live("id of alice", noon + tick), Ids());
    }
}

TEST_P(SessionStoreContract, ListsLiveSessionsNewestFirst) {
    for (const auto& [id, name, age] : {std::tuple{"old", "alice", 3}, {"new", "alice", 1}, {"of bob", "bob", 2}}) {
        auth::Session opened = session(id, name);
        opened.created_at = noon - Seconds(age);
        open(opened);
    }
    EXPECT_EQ(live("id of alice", noon), (Ids{"new", "old"}));
    EXPECT_EQ(live("", noon), (Ids{"new", "of bob", "old"}));
    EXPECT_EQ(live("id of nobody", noon), Ids());
}

TEST_P(SessionStoreContract, ListsASessionUntilItsIdleTimeItsLifeOrItsEnd) {
    auth::Session idle = session("idle", "alice");
    idle.idle_expires_at = noon + Seconds(60);
    open(idle);
    auth::Session short_lived = session("short", "bob");
    short_lived.expires_at = noon + Seconds(60);
    open(short_lived);
    EXPECT_EQ(live("", noon + Seconds(60) - tick), (Ids{"idle", "short"}));
    EXPECT_EQ(live("", noon + Seconds(60)), Ids());
    ASSERT_TRUE(sessions_.end("idle", noon).value());
    EXPECT_EQ(live("", noon), (Ids{"short"}));
    EXPECT_EQ(live("id of alice", noon), Ids());
}

TEST_P(SessionStoreContract, MovesTheTimesOfUseForwardAndNeverBack) {
    open(session("s", "alice"));
    const TimePoint later = noon + Seconds(5);
    ASSERT_TRUE(sessions_.touch("s", later, noon + std::chrono::days(2)));
    EXPECT_EQ(sessions_.find("s").value()->last_used_at, later);
    EXPECT_EQ(sessions_.find("s").value()->idle_expires_at, noon + std::chrono::days(2));
    ASSERT_TRUE(sessions_.touch("s", later - tick, noon + std::chrono::days(1)));
    EXPECT_EQ(sessions_.find("s").value()->last_used_at, later);
    EXPECT_EQ(sessions_.find("s").value()->idle_expires_at, noon + std::chrono::days(2));
    EXPECT_TRUE(sessions_.touch("other", later, later));
}

TEST_P(SessionStoreContract, RevivesNoSessionThatIsOver) {
    open(session("ended", "alice"));
    ASSERT_TRUE(sessions_.end("ended", noon).value());
    open(session("idle", "alice"));
    const auth::Session ended = sessions_.find("ended").value().value();
    const auth::Session idle = sessions_.find("idle").value().value();
    ASSERT_TRUE(sessions_.touch("ended", noon + tick, noon + std::chrono::days(3)));
    ASSERT_TRUE(sessions_.touch("idle", idle.idle_expires_at, noon + std::chrono::days(3)));
    EXPECT_EQ(sessions_.find("ended").value(), ended);
    EXPECT_EQ(sessions_.find("idle").value(), idle);
    ASSERT_TRUE(sessions_.touch("idle", idle.idle_expires_at - tick, noon + std::chrono::days(3)));
    EXPECT_EQ(sessions_.find("idle").value()->idle_expires_at, noon + std::chrono::days(3));
}

TEST_P(SessionStoreContract, EndsASessionAndItsFamiliesOnce) {
    const auth::Session opened = session("s", "alice");
    const auth::RefreshFamily tokens = family("f", opened);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    open(session("other", "alice"));
    EXPECT_TRUE(sessions_.end("s", noon + tick).value());
    EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
    EXPECT_FALSE(sessions_.end("s", noon + 2 * tick).value()) << "it was not live any more";
    EXPECT_EQ(sessions_.find("s").value()->ended_at, noon + tick) << "the first end counts";
    EXPECT_FALSE(sessions_.end("unknown", noon).value());
    EXPECT_TRUE(sessions_.find("other").value()->is_live(noon + tick));
}

TEST_P(SessionStoreContract, DoesNotCallASessionLiveThatWasOverByItself) {
    open(session("s", "alice"));
    open(session("t", "alice"));
    EXPECT_FALSE(sessions_.end("s", noon + std::chrono::days(1)).value());
    EXPECT_TRUE(sessions_.end("t", noon + std::chrono::days(1) - tick).value());
}

TEST_P(SessionStoreContract, EndsAllSessionsOfAUserButTheKeptOne) {
    for (const char* id : {"a", "b", "kept"}) {
        open(session(id, "alice"));
    }
    open(session("of bob", "bob"));
    ASSERT_TRUE(sessions_.end("a", noon).value());
    EXPECT_EQ(sessions_.end_all("id of alice", noon + tick, "kept").value(), 1U) << "one was live";
    EXPECT_EQ(live("", noon + tick), (Ids{"kept", "of bob"}));
    EXPECT_EQ(sessions_.end_all("id of alice", noon + tick, "").value(), 1U);
    EXPECT_EQ(sessions_.end_all("id of alice", noon + tick, "").value(), 0U);
    EXPECT_EQ(live("", noon + tick), (Ids{"of bob"}));
}

TEST_P(SessionStoreContract, DropsSessionsPastTheirLifeAndNotBefore) {
    const auth::Session opened = session("s", "alice");
    const auth::RefreshFamily tokens = family("f", opened);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    ASSERT_TRUE(sessions_.end("s", noon).value());
    ASSERT_TRUE(sessions_.purge(opened.expires_at - tick, Seconds(10)));
    EXPECT_TRUE(sessions_.find("s").value()) << "ended sessions are kept until expires_at";
    ASSERT_TRUE(sessions_.purge(opened.expires_at, Seconds(10)));
    EXPECT_FALSE(sessions_.find("s").value());
}

TEST_P(SessionStoreContract, DropsFamiliesPastTheirIdleTimeAndNotBefore) {
    const auth::Session opened = session("s", "alice");
    const auth::RefreshFamily tokens = family("f", opened);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    ASSERT_TRUE(sessions_.purge(tokens.idle_expires_at - tick, Seconds(10)));
    EXPECT_TRUE(sessions_.find_family(tokens.handle_hash).value());
    ASSERT_TRUE(sessions_.purge(tokens.idle_expires_at, Seconds(10)));
    EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
    EXPECT_TRUE(sessions_.find("s").value());
}

TEST_P(SessionStoreContract, DropsAFamilyPastItsLifeWithItsSession) {
    const auth::Session opened = session("s", "alice");
    auth::RefreshFamily tokens = family("f", opened);
    tokens.idle_expires_at = opened.expires_at + Seconds(60);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    ASSERT_TRUE(sessions_.purge(opened.expires_at - tick, Seconds(10)));
    EXPECT_TRUE(sessions_.find_family(tokens.handle_hash).value());
    ASSERT_TRUE(sessions_.purge(opened.expires_at, Seconds(10)));
    EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
}

TEST_P(SessionStoreContract, TellsWhetherThereMayBeMoreToPurge) {
    for (int number = 0; number < 500; ++number) {
        open(session(numbered("s", number), "alice"));
    }
    int calls = 1;
    while (sessions_.purge(noon + std::chrono::days(10), Seconds(10)).value()) {
        ASSERT_LT(++calls, 50);
    }
    EXPECT_FALSE(sessions_.find("s0").value());
    EXPECT_FALSE(sessions_.find("s499").value());
}

TEST_P(SessionStoreContract, ShowsAChangeToEveryThreadOnceItIsAcknowledged) {
    std::atomic<int> seen{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int number = 0; number < 20; ++number) {
                const std::string id = numbered(numbered("s", thread) + ".", number);
                if (!sessions_.open(session(id, "alice"), nullptr)) return;
                if (sessions_.find(id).value()) ++seen;
            }
        });
    }
    threads.clear();
    EXPECT_EQ(seen, 160);
}

}  // namespace
}  // namespace watchword
