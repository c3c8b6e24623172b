#include <watchword/passwords/hashing_pool.hpp>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>

namespace watchword::passwords {
namespace {

constexpr Argon2Parameters small{.memory_kib = 32, .passes = 1, .lanes = 1};

/// Holds every thread that asks it for bytes until it is opened: a pool thread that hashes stays where it is.
class Gate final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        ++waiting;
        opened_.wait();
        std::ranges::fill(out, std::uint8_t{7});
    }
    void open() { open_.set_value(); }
    std::atomic<unsigned> waiting = 0;

  private:
    std::promise<void> open_;
    std::shared_future<void> opened_ = open_.get_future().share();
};

TEST(HashingPool, HashesAndVerifiesFromManyThreads) {
    PredictableRandomForTests random;
    HashingPool pool({.threads = 2, .queue = 64, .parameters = small}, random);
    std::vector<std::jthread> callers;
    std::atomic<int> matched = 0;
    for (int i = 0; i < 16; ++i) {
        callers.emplace_back([&, i] {
            const SecretBytes password("password of caller " + std::to_string(i));
            const auto hash = pool.hash(password);
            const auto verified = hash ? pool.verify(password, *hash) : Result<Verified>(hash.error());
            if (verified && verified->match == Match::yes) ++matched;
        });
    }
    callers.clear();
    EXPECT_EQ(matched, 16);
}

TEST(HashingPool, PassesErrorsOn) {
    PredictableRandomForTests random;
    HashingPool pool({.threads = 1, .queue = 1, .parameters = small}, random);
    EXPECT_EQ(pool.hash(SecretBytes("\xff")).error(), Error::invalid_password);
    EXPECT_EQ(pool.verify(SecretBytes("x"), "nonsense").error(), Error::unsupported_password_hash);
    EXPECT_EQ(pool.parameters().memory_kib, 32U);
}

TEST(HashingPool, RefusesWhatWouldWaitBehindAFullQueueAndServesTheRest) {
    Gate gate;
    HashingPool pool({.threads = 1, .queue = 2, .parameters = small}, gate);
    std::atomic<int> refused = 0;
    std::atomic<int> served = 0;
    const auto call = [&] {
        const auto result = pool.hash(SecretBytes("x"));
        if (result) return ++served;
        EXPECT_EQ(result.error(), Error::overloaded);
        EXPECT_GE(result.error().retry_after(), std::chrono::seconds(1));
        return ++refused;
    };
    std::vector<std::future<int>> callers;
    callers.push_back(std::async(std::launch::async, call));
    while (gate.waiting == 0)
        std::this_thread::yield();  // the only thread is busy now
    for (int i = 0; i < 5; ++i)
        callers.push_back(std::async(std::launch::async, call));
    while (refused < 3)
        std::this_thread::yield();  // two of five found room in the queue
    gate.open();
    callers.clear();
    EXPECT_EQ(served, 3);
    EXPECT_EQ(refused, 3);
}

TEST(HashingPool, AnIdleThreadTakesWorkEvenWithoutAQueue) {
    PredictableRandomForTests random;
    HashingPool pool({.threads = 1, .queue = 0, .parameters = small}, random);
    EXPECT_TRUE(pool.hash(SecretBytes("x")));
}

/// Tells the scheduling of the thread that asks.
class Witness final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        policy = sched_getscheduler(0);
        nice = getpriority(PRIO_PROCESS, 0);
        std::ranges::fill(out, std::uint8_t{7});
    }
    int policy = -1;
    int nice = -1;
};

TEST(HashingPool, ItsThreadsGiveWayAndTheCallerDoesNot) {
    const int own_policy = sched_getscheduler(0);
    const int own_nice = getpriority(PRIO_PROCESS, 0);
    Witness witness;
    HashingPool pool({.threads = 1, .queue = 1, .parameters = small}, witness);
    ASSERT_TRUE(pool.hash(SecretBytes("x")));
    EXPECT_EQ(witness.policy, SCHED_BATCH);
    EXPECT_EQ(witness.nice, 19);
    EXPECT_EQ(sched_getscheduler(0), own_policy);
    EXPECT_EQ(getpriority(PRIO_PROCESS, 0), own_nice);
}

/// A broken generator.
class Broken final : public Random {
  public:
    void fill(std::span<std::uint8_t>) override { throw std::runtime_error("no random bytes"); }
};

TEST(HashingPool, ThrowsWhereTheWorkThrew) {
    Broken broken;
    HashingPool pool({.threads = 1, .queue = 1, .parameters = small}, broken);
    EXPECT_THROW((void)pool.hash(SecretBytes("x")), std::runtime_error);
    EXPECT_THROW(HashingPool({.parameters = {.memory_kib = 1}}, broken), std::invalid_argument);
}

}  // namespace
}  // namespace watchword::passwords
