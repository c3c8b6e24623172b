#include <array>
#include <atomic>
#include <thread>

#include "backend.hpp"

namespace watchword {
namespace {

using auth::RotationOutcome;
using namespace contract;

/// A user, her session "s" and its refresh tokens: the secret "1" is current.
class RotationContract : public StoreContract {
  protected:
    void SetUp() override {
        ASSERT_TRUE(users_.add(user("alice")));
        ASSERT_TRUE(sessions_.open(session_, &family_));
    }
    RotationOutcome rotate(std::string presented, std::string successor, TimePoint now = noon) {
        return sessions_.rotate(request(family_, std::move(presented), std::move(successor), now)).value().outcome;
    }
    bool ended() { return sessions_.find("s").value()->ended_at.has_value(); }

    auth::Session session_ = session("s", "alice");
    auth::RefreshFamily family_ = family("f", session_);
};
EVERY_STORE(RotationContract);

TEST_P(RotationContract, MakesTheSuccessorCurrent) {
    const auth::RotationRequest asked = request(family_, "1", "2", noon + tick);
    const auth::Rotation rotation = sessions_.rotate(asked).value();
    EXPECT_EQ(rotation.outcome, RotationOutcome::rotated);
    EXPECT_EQ(rotation.family, successor_of(family_, asked));
    EXPECT_EQ(sessions_.find_family(family_.handle_hash).value(), rotation.family);
    EXPECT_EQ(rotate("2", "3", noon + 2 * tick), RotationOutcome::rotated);
}

TEST_P(RotationContract, KnowsNoOtherHandle) {
    const auth::Rotation rotation = sessions_.rotate(request(family("other", session_), "1", "2")).value();
    EXPECT_EQ(rotation.outcome, RotationOutcome::unknown);
    EXPECT_EQ(rotation.family, auth::RefreshFamily());
}

TEST_P(RotationContract, KnowsNoHandleThatOnlyBeginsLikeOne) {
    auth::RefreshFamily other = family_;
    other.handle_hash.back() ^= 1U;
    EXPECT_EQ(sessions_.rotate(request(other, "1", "2"))->outcome, RotationOutcome::unknown);
    EXPECT_FALSE(sessions_.find_family(other.handle_hash).value());
}

TEST_P(RotationContract, IsBoundToTheClient) {
    auth::RotationRequest foreign = request(family_, "1", "2");
    foreign.client_id = "another";
    const auth::Rotation rotation = sessions_.rotate(foreign).value();
    EXPECT_EQ(rotation.outcome, RotationOutcome::unknown);
    EXPECT_EQ(rotation.family, auth::RefreshFamily());
    EXPECT_EQ(sessions_.find_family(family_.handle_hash).value(), family_) << "nothing is changed";
    EXPECT_FALSE(ended());
}

TEST_P(RotationContract, RefusesAtTheVeryEndOfTheIdleTimeAndNotBefore) {
    EXPECT_EQ(rotate("1", "2", family_.idle_expires_at), RotationOutcome::unknown);
    EXPECT_EQ(rotate("1", "2", family_.idle_expires_at - tick), RotationOutcome::rotated);
}

TEST_P(RotationContract, RefusesAtTheVeryEndOfItsLifeAndNotBefore) {
    auth::RotationRequest lasting = request(family_, "1", "2");
    lasting.idle_expires_at = family_.expires_at + std::chrono::days(1);
    ASSERT_EQ(sessions_.rotate(lasting)->outcome, RotationOutcome::rotated);
    EXPECT_EQ(rotate("2", "3", family_.expires_at), RotationOutcome::unknown);
    EXPECT_EQ(rotate("2", "3", family_.expires_at - tick), RotationOutcome::rotated);
}

TEST_P(RotationContract, GivesTheSameSuccessorAgainWithinTheGrace) {
    ASSERT_EQ(rotate("1", "2"), RotationOutcome::rotated);
    const auth::RefreshFamily before = sessions_.find_family(family_.handle_hash).value().value();
    const auth::Rotation again = sessions_.rotate(request(family_, "1", "not used", noon + Seconds(10))).value();
    EXPECT_EQ(again.outcome, RotationOutcome::replayed);
    EXPECT_EQ(again.family, before);
    EXPECT_EQ(again.family.sealed_successor, sealed("1", "2"));
    EXPECT_EQ(sessions_.find_family(family_.handle_hash).value(), before) << "nothing is changed";
}

TEST_P(RotationContract, EndsTheFamilyWhenThePredecessorComesAfterTheGrace) {
    ASSERT_EQ(rotate("1", "2"), RotationOutcome::rotated);
    const TimePoint late = noon + Seconds(10) + tick;
    const auth::Rotation reuse = sessions_.rotate(request(family_, "1", "3", late)).value();
    EXPECT_EQ(reuse.outcome, RotationOutcome::reused);
    EXPECT_EQ(reuse.family.session_id, "s");
    EXPECT_EQ(reuse.family.user_id, "id of alice");
    EXPECT_EQ(sessions_.find("s").value()->ended_at, late);
    EXPECT_FALSE(sessions_.find_family(family_.handle_hash).value());
    EXPECT_EQ(rotate("2", "4", late), RotationOutcome::unknown) << "for the rightful owner, too";
}

TEST_P(RotationContract, EndsTheFamilyWhenAnOlderTokenComesAlsoWithinTheGrace) {
    ASSERT_EQ(rotate("1", "2"), RotationOutcome::rotated);
    ASSERT_EQ(rotate("2", "3"), RotationOutcome::rotated);
    EXPECT_EQ(rotate("1", "4"), RotationOutcome::reused);
    EXPECT_TRUE(ended());
}

TEST_P(RotationContract, EndsTheFamilyWhenASecretWasNeverGiven) {
    EXPECT_EQ(rotate("made up", "2"), RotationOutcome::reused);
    EXPECT_TRUE(ended());
}

TEST_P(RotationContract, ErasesTheSealedSuccessorWhenItIsSuperseded) {
    ASSERT_EQ(rotate("1", "2"), RotationOutcome::rotated);
    ASSERT_EQ(rotate("2", "3"), RotationOutcome::rotated) << "in the same millisecond";
    const auth::RefreshFamily now = sessions_.find_family(family_.handle_hash).value().value();
    EXPECT_EQ(now.sealed_successor, sealed("2", "3"));
    EXPECT_EQ(now.previous_hash, digest("2"));
}

TEST_P(RotationContract, ErasesTheSealedSuccessorByPurgeAfterTheGraceAndNotBefore) {
    ASSERT_EQ(rotate("1", "2"), RotationOutcome::rotated);
    ASSERT_TRUE(sessions_.purge(noon + Seconds(10), Seconds(10)));
    EXPECT_EQ(rotate("1", "3", noon + Seconds(10)), RotationOutcome::replayed);
    ASSERT_TRUE(sessions_.purge(noon + Seconds(10) + tick, Seconds(10)));
    EXPECT_TRUE(sessions_.find_family(family_.handle_hash).value()->sealed_successor.empty());
    EXPECT_EQ(rotate("2", "3", noon + Seconds(11)), RotationOutcome::rotated) << "the family lives on";
}

TEST_P(RotationContract, TakesAPredecessorWhoseSuccessorWasErasedForReused) {
    ASSERT_EQ(rotate("1", "2"), RotationOutcome::rotated);
    ASSERT_TRUE(sessions_.purge(noon + Seconds(6), Seconds(5)));
    EXPECT_EQ(rotate("1", "3", noon + Seconds(6)), RotationOutcome::reused);
}

TEST_P(RotationContract, RotatesOnceForTwoWhoPresentTheSameToken) {
    for (int generation = 1; generation <= 50; ++generation) {
        const std::string current = std::to_string(generation);
        std::array<auth::Rotation, 2> rotations;
        const auto present = [&](std::size_t who) {
            // Each offers a successor of its own; the same one must win for both.
            auth::RotationRequest asked = request(family_, current, std::to_string(generation + 1));
            asked.sealed_successor.push_back(static_cast<std::uint8_t>(who));
            rotations[who] = sessions_.rotate(asked).value();
        };
        {
            const std::jthread first([&] { present(0); });
            const std::jthread second([&] { present(1); });
        }
        const std::size_t winner = rotations[0].outcome == RotationOutcome::rotated ? 0 : 1;
        EXPECT_EQ(rotations[winner].outcome, RotationOutcome::rotated);
        EXPECT_EQ(rotations[1 - winner].outcome, RotationOutcome::replayed);
        EXPECT_EQ(rotations[0].family, rotations[1].family);
    }
}

TEST_P(RotationContract, KeepsManyFamiliesApart) {
    constexpr int callers = 8;
    constexpr int rotations = 25;
    std::atomic<int> rotated{0};
    {
        std::vector<std::jthread> threads;
        for (int caller = 0; caller < callers; ++caller) {
            threads.emplace_back([&, caller] {
                const auth::Session own = session(numbered("s", caller), "alice");
                const auth::RefreshFamily tokens = family(numbered("f", caller), own);
                if (!sessions_.open(own, &tokens)) return;
                for (int generation = 1; generation <= rotations; ++generation) {
                    const auto asked = request(tokens, std::to_string(generation), std::to_string(generation + 1));
                    if (sessions_.rotate(asked).value().outcome == RotationOutcome::rotated) ++rotated;
                }
            });
        }
    }
    EXPECT_EQ(rotated, callers * rotations);
}

}  // namespace
}  // namespace watchword
