/// What the store promises of acknowledged changes: neither a power cut nor a killed process loses one.

#include <array>
#include <atomic>
#include <csignal>
#include <random>
#include <thread>

#include "../../contract/scratch_folder.hpp"
#include "losing_vfs.hpp"
#include "rotating_families.hpp"
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace watchword::test {
namespace {

using contract::ScratchFolder;
using storage::sqlite::SqliteStore;

/// Lets `callers` rotate until `cut` says stop. What each was told last is in the result.
template <class Cut>
std::vector<Acknowledged> rotate_while(auth::Store& store, int callers, const std::vector<Acknowledged>& start,
                                       Cut cut) {
    std::vector<Acknowledged> told = start;
    std::atomic<bool> over{false};
    {
        std::vector<std::jthread> threads;
        for (int caller = 0; caller < callers; ++caller) {
            threads.emplace_back([&, caller] {
                Acknowledged& mine = told[static_cast<std::size_t>(caller)];
                while (!over && rotate_once(store, caller, mine)) {
                }
            });
        }
        cut();
        over = true;
    }
    return told;
}

class PowerCut : public testing::Test {
  protected:
    static constexpr int callers = 4;

    std::unique_ptr<SqliteStore> open(const std::string& vfs) {
        auto store = SqliteStore::open({.file = folder_ / "watchword.db", .vfs = vfs}, log_);
        EXPECT_TRUE(store) << store.error().detail();
        return store ? std::move(*store) : nullptr;
    }
    /// One life of the store that ends with the power; how many acknowledged rotations are not there afterwards.
    int lost_in_one_cut(std::uint64_t seed, bool sync_is_a_lie) {
        std::mt19937_64 random(seed);
        {
            LosingVfs vfs;
            const auto store = open(vfs.name());
            vfs.sync_is_a_lie = sync_is_a_lie;
            told_ = rotate_while(*store, callers, told_, [&] {
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
                vfs.cut_power(random() % 2 == 0 ? 0 : random());
            });
        }
        std::filesystem::remove(folder_ / "watchword.db-shm");
        const auto store = open("");
        EXPECT_EQ(store->check().value(), std::vector<std::string>());
        int lost = 0;
        for (int caller = 0; caller < callers; ++caller) {
            if (!catch_up(*store, caller, told_[static_cast<std::size_t>(caller)])) ++lost;
        }
        return lost;
    }

    ScratchFolder folder_;
    Log log_ = Log::silent();
    std::vector<Acknowledged> told_ = std::vector<Acknowledged>(callers);
};

TEST_F(PowerCut, LosesNoAcknowledgedRotation) {
    open_families(*open(""), callers);
    const auto enough = std::chrono::steady_clock::now() + std::chrono::seconds(8);
    for (std::uint64_t seed = 1; seed <= 60 && std::chrono::steady_clock::now() < enough; ++seed) {
        ASSERT_EQ(lost_in_one_cut(seed, false), 0) << "seed " << seed;
    }
    EXPECT_GT(told_[0].generation, 1);
}

TEST_F(PowerCut, IsNoticedByThisTestIfNothingIsEverSynced) {
    open_families(*open(""), callers);
    int lost = 0;
    for (std::uint64_t seed = 1; seed <= 200 && lost == 0; ++seed) {
        lost = lost_in_one_cut(seed, true);
    }
    EXPECT_GT(lost, 0) << "the disk of this test keeps what it should lose";
}

TEST_F(PowerCut, LosesNothingAfterAFailedFsyncEither) {
    open_families(*open(""), callers);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        {
            LosingVfs vfs;
            const auto store = open(vfs.name());
            ASSERT_TRUE(rotate_once(*store, 0, told_[0]));
            vfs.failing_syncs = 1;
            Acknowledged refused = told_[1];
            EXPECT_FALSE(rotate_once(*store, 1, refused));
            // Acknowledged after the failure, in a log whose last pages the kernel has given up.
            ASSERT_TRUE(rotate_once(*store, 0, told_[0]));
            ASSERT_TRUE(rotate_once(*store, 2, told_[2]));
            vfs.cut_power(seed % 2 == 0 ? 0 : seed);
        }
        std::filesystem::remove(folder_ / "watchword.db-shm");
        const auto store = open("");
        EXPECT_EQ(store->check().value(), std::vector<std::string>());
        for (int caller = 0; caller < callers; ++caller) {
            EXPECT_TRUE(catch_up(*store, caller, told_[static_cast<std::size_t>(caller)])) << "seed " << seed;
        }
    }
}

/// The child's life: rotates for ever and writes each acknowledged generation into the pipe.
[[noreturn]] void rotate_for_ever(const std::filesystem::path& file, int pipe, std::vector<Acknowledged> told) {
    const Log log = Log::silent();
    const auto store = SqliteStore::open({.file = file, .vfs = {}}, log);
    if (!store) _exit(2);
    std::vector<std::jthread> threads;
    for (int caller = 0; caller < static_cast<int>(told.size()); ++caller) {
        threads.emplace_back([&, caller] {
            Acknowledged& mine = told[static_cast<std::size_t>(caller)];
            while (rotate_once(**store, caller, mine)) {
                const std::array<int, 2> line{caller, mine.generation};
                if (::write(pipe, line.data(), sizeof line) != sizeof line) _exit(3);
            }
        });
    }
    threads.clear();
    _exit(4);
}

/// Kills a child of its own after some acknowledged rotations; what it was told until then.
void kill_while_rotating(const std::filesystem::path& file, std::uint64_t rotations, std::vector<Acknowledged>& told) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) rotate_for_ever(file, ends[1], told);
    ::close(ends[1]);
    std::array<int, 2> line{};
    for (std::uint64_t count = 0; ::read(ends[0], line.data(), sizeof line) == sizeof line; ++count) {
        told[static_cast<std::size_t>(line[0])].generation = line[1];
        if (count == rotations) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
}

TEST(KilledProcess, LosesNoAcknowledgedRotation) {
    const ScratchFolder folder;
    const std::filesystem::path file = folder / "watchword.db";
    const Log log = Log::silent();
    std::vector<Acknowledged> told(4);
    open_families(*SqliteStore::open({.file = file, .vfs = {}}, log).value(), 4);
    std::mt19937_64 random(2026);
    for (int round = 0; round < 8; ++round) {
        kill_while_rotating(file, random() % 400, told);
        const auto store = SqliteStore::open({.file = file, .vfs = {}}, log).value();
        EXPECT_EQ(store->check().value(), std::vector<std::string>());
        for (int caller = 0; caller < 4; ++caller) {
            EXPECT_TRUE(catch_up(*store, caller, told[static_cast<std::size_t>(caller)])) << "round " << round;
        }
    }
}

}  // namespace
}  // namespace watchword::test
