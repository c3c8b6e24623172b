#include <watchword/app/housekeeping.hpp>
#include <watchword/auth/failure_floor.hpp>
#include <watchword/storage/memory/memory_store.hpp>

#include <algorithm>

#include <gtest/gtest.h>

namespace watchword::app {
namespace {

/// A memory store that another process seems to change.
class ChangedStore final : public auth::Store {
  public:
    auth::UserStore& users() override { return inner_.users(); }
    auth::SessionStore& sessions() override { return inner_.sessions(); }
    auth::ClientStore& clients() override { return inner_.clients(); }
    auth::KeyStore& keys() override { return inner_.keys(); }
    Result<void> ping() override { return {}; }
    Result<std::uint64_t> outside_changes() override {
        ++rounds;
        if (broken) return Error::storage_unavailable;
        return changes.load();
    }
    std::atomic<std::uint64_t> changes{1};
    std::atomic<bool> broken = false;
    std::atomic<int> rounds = 0;

  private:
    storage::memory::MemoryStore inner_;
};

class HousekeepingTest : public testing::Test {
  protected:
    HousekeepingTest() {
        settings_.issuer = "http://localhost:8080";
        keys_ = auth::KeyRing::open(store_.keys(), random_.secret(32), settings_, random_, clock_.now()).value();
        floor_ = auth::FailureFloor::measure(store_.users(), hashing_).value();
    }
    auth::Context context() { return {store_, *keys_, hashing_, limits_, *floor_, settings_, clock_, random_, log_}; }
    ManualClock clock_{from_unix_seconds(1'800'000'000)};
    PredictableRandomForTests random_;
    Log log_ = Log::silent();
    ChangedStore store_;
    auth::Settings settings_;
    passwords::HashingPool hashing_{{.threads = 1, .parameters = {64, 1, 1}}, random_};
    auth::SignInLimits limits_{settings_.limits, random_};
    std::unique_ptr<auth::KeyRing> keys_;
    std::unique_ptr<auth::FailureFloor> floor_;
};

TEST_F(HousekeepingTest, AKeyThatAnotherProcessRotatedIsSeen) {
    const SecretBytes master_key = random_.secret(32);
    ChangedStore fresh;
    const auto ring = auth::KeyRing::open(fresh.keys(), master_key.copy(), settings_, random_, clock_.now());
    ASSERT_TRUE(ring);
    const std::string before = (*ring)->signing_key(clock_.now()).kid();
    const auth::Context context{fresh, **ring, hashing_, limits_, *floor_, settings_, clock_, random_, log_};
    {
        const auto other = auth::KeyRing::open(fresh.keys(), master_key.copy(), settings_, random_, clock_.now());
        ASSERT_TRUE(other);
        Housekeeping housekeeping(context);
        ASSERT_TRUE((*other)->rotate(auth::RotationTiming::at_once, clock_.now()));
        ++fresh.changes;
        for (int wait = 0; wait < 6000 && (*ring)->signing_key(clock_.now()).kid() == before; ++wait) {
            std::this_thread::sleep_for(Milliseconds(10));
        }
    }
    EXPECT_NE((*ring)->signing_key(clock_.now()).kid(), before);
}

TEST_F(HousekeepingTest, TroubleOfOneStepIsLoggedOnceWhileTheOthersGoOn) {
    testing::internal::CaptureStderr();
    {
        const Log log(Log::Format::json, Log::Level::debug);
        store_.broken = true;
        const auth::Context context{store_, *keys_, hashing_, limits_, *floor_, settings_, clock_, random_, log};
        const Housekeeping housekeeping(context);
        for (int wait = 0; wait < 6000 && store_.rounds < 3; ++wait)
            std::this_thread::sleep_for(Milliseconds(10));
    }
    const std::string text = testing::internal::GetCapturedStderr();
    const std::size_t first = text.find("housekeeping_failed");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(text.find("housekeeping_failed", first + 1), std::string::npos) << text;
    EXPECT_EQ(text.find("housekeeping_recovered"), std::string::npos) << text;
}

TEST_F(HousekeepingTest, StopsAtOnce) {
    const auth::Context context = this->context();
    // Between two rounds lies a second. The quickest of some: the others wait for whatever else this machine does.
    auto quickest = std::chrono::steady_clock::duration::max();
    for (int attempt = 0; attempt < 10 && quickest >= Seconds(1); ++attempt) {
        const auto start = std::chrono::steady_clock::now();
        { const Housekeeping housekeeping(context); }
        quickest = std::min(quickest, std::chrono::steady_clock::now() - start);
    }
    EXPECT_LT(quickest, Seconds(1));
}

}  // namespace
}  // namespace watchword::app
