#include <algorithm>
#include <atomic>
#include <thread>

#include "backend.hpp"

namespace watchword {
namespace {

using auth::Role;
using auth::UserStatus;
using namespace contract;

using UserStoreContract = StoreContract;
EVERY_STORE(UserStoreContract);

TEST_P(UserStoreContract, FindsAUserByIdAndByNameAsItWasAdded) {
    auth::User alice = user("Alice", Role::admin);
    alice.status = UserStatus::disabled;
    alice.password_changed_at = noon + tick;
    ASSERT_TRUE(users_.add(alice));
    EXPECT_EQ(users_.find_by_id(alice.id).value(), alice);
    EXPECT_EQ(users_.find_by_name("Alice").value(), alice);
    EXPECT_EQ(users_.find_by_id("id of nobody").value(), std::nullopt);
    EXPECT_EQ(users_.find_by_name("nobody").value(), std::nullopt);
    EXPECT_EQ(users_.find_by_id("ID OF ALICE").value(), std::nullopt) << "ids are compared exactly";
}

TEST_P(UserStoreContract, ComparesNamesWithoutRegardToAsciiCase) {
    ASSERT_TRUE(users_.add(user("alice")));
    EXPECT_EQ(users_.add(user("ALICE")).error(), Error::name_taken);
    EXPECT_EQ(users_.find_by_name("aLiCe").value()->name, "alice");
    EXPECT_EQ(users_.list()->size(), 1U);
}

TEST_P(UserStoreContract, TellsNamesApartThatDifferBeyondAscii) {
    ASSERT_TRUE(users_.add(user("\xc3\xa4rger")));
    EXPECT_TRUE(users_.add(user("\xc3\x84rger")));
    EXPECT_EQ(users_.list()->size(), 2U);
}

TEST_P(UserStoreContract, NeverUsesAnIdAgain) {
    ASSERT_TRUE(users_.add(user("alice")));
    auth::User other = user("bob");
    other.id = "id of alice";
    EXPECT_EQ(users_.add(other).error(), Error::internal);
    ASSERT_TRUE(users_.remove("id of alice", noon));
    EXPECT_EQ(users_.add(other).error(), Error::internal) << "also when its user is gone";
    other.id = "another id";
    EXPECT_TRUE(users_.add(other));
}

TEST_P(UserStoreContract, LetsANameBeUsedAgainWhenItsUserIsGone) {
    ASSERT_TRUE(users_.add(user("alice")));
    ASSERT_TRUE(users_.remove("id of alice", noon));
    auth::User next = user("alice");
    next.id = "another id";
    EXPECT_TRUE(users_.add(next));
}

TEST_P(UserStoreContract, AddsTheFirstUserOnlyIfThereIsNone) {
    EXPECT_TRUE(users_.empty().value());
    ASSERT_TRUE(users_.add_first(user("alice", Role::admin)));
    EXPECT_FALSE(users_.empty().value());
    EXPECT_EQ(users_.add_first(user("bob", Role::admin)).error(), Error::setup_done);
    EXPECT_EQ(users_.add_first(user("alice", Role::admin)).error(), Error::setup_done);
    EXPECT_EQ(users_.list()->size(), 1U);
}

TEST_P(UserStoreContract, LetsOneOfManyFirstUsersWin) {
    std::atomic<int> won{0};
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                const Result<void> added = users_.add_first(user(numbered("user", thread)));
                if (added) {
                    ++won;
                } else if (added.error() == Error::setup_done) {
                    ++refused;
                }
            });
        }
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, 7);
    EXPECT_EQ(users_.list()->size(), 1U);
}

TEST_P(UserStoreContract, LetsOneOfManyUsersOfANameWin) {
    std::atomic<int> won{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                auth::User same = user("alice");
                same.id += std::to_string(thread);
                if (users_.add(same)) ++won;
            });
        }
    }
    EXPECT_EQ(won, 1);
}

TEST_P(UserStoreContract, ListsUsersInTheOrderOfTheirNames) {
    for (const char* name : {"bob", "Carol", "alice", "Dave"}) {
        ASSERT_TRUE(users_.add(user(name)));
    }
    std::vector<std::string> names;
    const std::vector<auth::User> all = users_.list().value();
    for (const auth::User& listed : all) {
        names.push_back(listed.name);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"alice", "bob", "Carol", "Dave"}));
}

TEST_P(UserStoreContract, ReplacesAHashOnlyIfItStillIsTheExpectedOne) {
    const auth::User alice = user("alice");
    ASSERT_TRUE(users_.add(alice));
    EXPECT_FALSE(users_.replace_password_hash(alice.id, "another hash", "new").value());
    EXPECT_EQ(users_.find_by_id(alice.id).value(), alice);
    EXPECT_TRUE(users_.replace_password_hash(alice.id, alice.password_hash, "new").value());
    auth::User rehashed = alice;
    rehashed.password_hash = "new";
    EXPECT_EQ(users_.find_by_id(alice.id).value(), rehashed) << "and the time of the last change stays";
    EXPECT_FALSE(users_.replace_password_hash("id of nobody", alice.password_hash, "new").value());
}

TEST_P(UserStoreContract, EndsAllOtherSessionsWithANewPassword) {
    ASSERT_TRUE(users_.add(user("alice")));
    ASSERT_TRUE(users_.add(user("bob")));
    for (const char* id : {"kept", "other"}) {
        const auth::Session opened = session(id, "alice");
        const auth::RefreshFamily tokens = family(id, opened);
        ASSERT_TRUE(sessions_.open(opened, &tokens));
    }
    ASSERT_TRUE(sessions_.open(session("of bob", "bob"), nullptr));

    const TimePoint now = noon + tick;
    ASSERT_TRUE(users_.set_password("id of alice", "", "new", now, "kept"));

    EXPECT_EQ(users_.find_by_id("id of alice").value()->password_hash, "new");
    EXPECT_EQ(users_.find_by_id("id of alice").value()->password_changed_at, now);
    EXPECT_TRUE(sessions_.find("kept").value()->is_live(now));
    EXPECT_TRUE(sessions_.find_family(digest("kept")).value());
    EXPECT_EQ(sessions_.find("other").value()->ended_at, now);
    EXPECT_FALSE(sessions_.find_family(digest("other")).value());
    EXPECT_TRUE(sessions_.find("of bob").value()->is_live(now));
}

TEST_P(UserStoreContract, RefusesANewPasswordForAUserWhoIsGone) {
    EXPECT_EQ(users_.set_password("id of nobody", "", "new", noon, "").error(), Error::not_found);
    EXPECT_EQ(users_.set_password("id of nobody", "old", "new", noon, "").error(), Error::not_found);
}

TEST_P(UserStoreContract, ReplacesOnlyTheHashThatWasExpected) {
    ASSERT_TRUE(users_.add(user("alice")));
    ASSERT_TRUE(sessions_.open(session("s", "alice"), nullptr));
    ASSERT_TRUE(users_.set_password("id of alice", "", "of an administrator", noon, "s"));

    EXPECT_EQ(users_.set_password("id of alice", "an older one", "new", noon, "").error(), Error::wrong_credentials);
    EXPECT_EQ(users_.find_by_id("id of alice").value()->password_hash, "of an administrator");
    EXPECT_TRUE(sessions_.find("s").value()->is_live(noon)) << "a refusal ends no session";

    EXPECT_TRUE(users_.set_password("id of alice", "of an administrator", "new", noon, ""));
    EXPECT_EQ(users_.find_by_id("id of alice").value()->password_hash, "new");
}

TEST_P(UserStoreContract, EndsEverySessionOfAUserWhoIsDisabled) {
    ASSERT_TRUE(users_.add(user("alice")));
    const auth::Session opened = session("s", "alice");
    const auth::RefreshFamily tokens = family("f", opened);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    ASSERT_TRUE(users_.set_status("id of alice", UserStatus::disabled, noon + tick));
    EXPECT_EQ(users_.find_by_id("id of alice").value()->status, UserStatus::disabled);
    EXPECT_EQ(sessions_.find("s").value()->ended_at, noon + tick);
    EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
    ASSERT_TRUE(users_.set_status("id of alice", UserStatus::active, noon + 2 * tick));
    EXPECT_EQ(users_.find_by_id("id of alice").value()->status, UserStatus::active);
    EXPECT_EQ(sessions_.find("s").value()->ended_at, noon + tick) << "enabling revives no session";
}

TEST_P(UserStoreContract, KnowsNoStatusOfAUserWhoIsGone) {
    EXPECT_EQ(users_.set_status("id of nobody", UserStatus::disabled, noon).error(), Error::not_found);
    EXPECT_EQ(users_.set_status("id of nobody", UserStatus::active, noon).error(), Error::not_found);
    EXPECT_EQ(users_.remove("id of nobody", noon).error(), Error::not_found);
}

TEST_P(UserStoreContract, KeepsTheLastActiveAdministrator) {
    ASSERT_TRUE(users_.add(user("alice", Role::admin)));
    ASSERT_TRUE(users_.add(user("bob")));
    auth::User disabled_admin = user("carol", Role::admin);
    disabled_admin.status = UserStatus::disabled;
    ASSERT_TRUE(users_.add(disabled_admin));
    ASSERT_TRUE(sessions_.open(session("s", "alice"), nullptr));

    EXPECT_EQ(users_.set_status("id of alice", UserStatus::disabled, noon).error(), Error::last_admin);
    EXPECT_EQ(users_.remove("id of alice", noon).error(), Error::last_admin);
    EXPECT_EQ(users_.find_by_id("id of alice").value()->status, UserStatus::active);
    EXPECT_TRUE(sessions_.find("s").value()->is_live(noon)) << "a refusal changes nothing";

    EXPECT_TRUE(users_.remove("id of bob", noon)) << "others may go";
    ASSERT_TRUE(users_.set_status("id of carol", UserStatus::active, noon));
    EXPECT_TRUE(users_.set_status("id of alice", UserStatus::disabled, noon)) << "with another one, she may";
    EXPECT_TRUE(users_.remove("id of alice", noon)) << "a disabled administrator is not the last active one";
    EXPECT_EQ(users_.remove("id of carol", noon).error(), Error::last_admin);
}

TEST_P(UserStoreContract, KeepsOneOfTwoAdministratorsWhoDisableEachOther) {
    for (int round = 0; round < 20; ++round) {
        const std::string alice = numbered("alice", round);
        const std::string bob = numbered("bob", round);
        const std::unique_ptr<auth::Store> store = round == 0 ? std::move(store_) : GetParam().make();
        ASSERT_TRUE(store->users().add(user(alice, Role::admin)));
        ASSERT_TRUE(store->users().add(user(bob, Role::admin)));
        std::atomic<int> refused{0};
        const auto disable = [&](const std::string& name) {
            const Result<void> done = store->users().set_status("id of " + name, UserStatus::disabled, noon);
            if (!done && done.error() == Error::last_admin) ++refused;
        };
        {
            const std::jthread first([&] { disable(alice); });
            const std::jthread second([&] { disable(bob); });
        }
        EXPECT_EQ(refused, 1);
    }
}

TEST_P(UserStoreContract, EndsEverythingThatIsTheirsWhenAUserIsRemoved) {
    ASSERT_TRUE(users_.add(user("alice")));
    const auth::Session opened = session("s", "alice");
    const auth::RefreshFamily tokens = family("f", opened);
    ASSERT_TRUE(sessions_.open(opened, &tokens));
    ASSERT_TRUE(users_.remove("id of alice", noon + tick));
    EXPECT_FALSE(users_.find_by_id("id of alice").value());
    EXPECT_FALSE(users_.find_by_name("alice").value());
    EXPECT_EQ(sessions_.find("s").value()->ended_at, noon + tick);
    EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
    EXPECT_EQ(sessions_.rotate(request(tokens, "1", "2"))->outcome, auth::RotationOutcome::unknown);
}

TEST_P(UserStoreContract, TellsTheKindsOfStoredHashes) {
    EXPECT_TRUE(users_.password_hash_kinds()->empty());
    const std::pair<const char*, const char*> rows[] = {
        {"a", "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"},
        {"b", "$2b$12$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkY8jIucDrjc8deX1s."},
        {"c", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$ZGlnZXN0"},
        {"d", "pbkdf2_sha256$600000$salt$digest"},
    };
    for (const auto& [name, hash] : rows) {
        auth::User added = user(name);
        added.password_hash = hash;
        ASSERT_TRUE(users_.add(added));
    }
    std::vector<std::string> kinds = users_.password_hash_kinds().value();
    std::ranges::sort(kinds);
    EXPECT_EQ(kinds, (std::vector<std::string>{"$2b$12$", "$argon2id$v=19$m=19456,t=2,p=1$", "pbkdf2_sha256$600000$"}));
}

TEST_P(UserStoreContract, AnswersThatItCanBeReadAndWritten) {
    EXPECT_TRUE(store_->ping());
}

TEST_P(UserStoreContract, CountsItsOwnChangesNotAsOutsideOnes) {
    const std::uint64_t before = store_->outside_changes().value();
    ASSERT_TRUE(users_.add(user("alice")));
    ASSERT_TRUE(store_->ping());
    EXPECT_EQ(store_->outside_changes().value(), before);
}

}  // namespace
}  // namespace watchword
