#include <watchword/endpoints/readiness.hpp>
#include <watchword/storage/memory/memory_store.hpp>

#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

/// A memory store that counts how often it is asked, and can be out of order.
class CountingStore final : public auth::Store {
  public:
    auth::UserStore& users() override { return inner_.users(); }
    auth::SessionStore& sessions() override { return inner_.sessions(); }
    auth::ClientStore& clients() override { return inner_.clients(); }
    auth::KeyStore& keys() override { return inner_.keys(); }
    Result<void> ping() override {
        ++pings;
        return answer;
    }
    Result<std::uint64_t> outside_changes() override { return inner_.outside_changes(); }
    int pings = 0;
    Result<void> answer;

  private:
    storage::memory::MemoryStore inner_;
};

constexpr TimePoint noon{Seconds(1'800'000'000)};

TEST(ReadinessTest, TheStoreIsAskedOnceASecondHoweverManyAsk) {
    CountingStore store;
    Readiness readiness;
    for (const int milliseconds : {0, 1, 999})
        EXPECT_TRUE(readiness.check(store, noon + Milliseconds(milliseconds)));
    EXPECT_EQ(store.pings, 1);
    EXPECT_TRUE(readiness.check(store, noon + Seconds(1)));
    EXPECT_EQ(store.pings, 2);
}

TEST(ReadinessTest, TroubleIsKeptForASecondAsWellAndEndsWithTheNextCheck) {
    CountingStore store;
    store.answer = Error::storage_full;
    Readiness readiness;
    EXPECT_EQ(readiness.check(store, noon).error(), Error::storage_full);
    store.answer = {};
    EXPECT_EQ(readiness.check(store, noon + Milliseconds(999)).error(), Error::storage_full);
    EXPECT_TRUE(readiness.check(store, noon + Seconds(1)));
}

TEST(ReadinessTest, AClockThatIsSetBackDoesNotKeepAnOldOutcome) {
    CountingStore store;
    Readiness readiness;
    EXPECT_TRUE(readiness.check(store, noon));
    EXPECT_TRUE(readiness.check(store, noon - Seconds(1)));
    EXPECT_EQ(store.pings, 2);
}

}  // namespace
}  // namespace watchword::endpoints
