/// What callers are told when the disk fails, and that the store works again when the disk does.

#include <atomic>
#include <thread>

#include "../../contract/scratch_folder.hpp"
#include "losing_vfs.hpp"
#include "rotating_families.hpp"
#include <gtest/gtest.h>

namespace watchword::test {
namespace {

using storage::sqlite::SqliteStore;

class FailingDisk : public testing::Test {
  protected:
    static constexpr int callers = 8;

    void SetUp() override {
        auto opened = SqliteStore::open({.file = folder_ / "watchword.db", .vfs = vfs_.name()}, log_);
        ASSERT_TRUE(opened) << opened.error().detail();
        store_ = std::move(*opened);
        open_families(*store_, callers);
    }
    void expect_it_works() {
        for (int caller = 0; caller < callers; ++caller) {
            Acknowledged& mine = told_[static_cast<std::size_t>(caller)];
            EXPECT_TRUE(catch_up(*store_, caller, mine));
            EXPECT_TRUE(rotate_once(*store_, caller, mine));
        }
        EXPECT_TRUE(store_->ping());
        EXPECT_EQ(store_->check().value(), std::vector<std::string>());
    }

    contract::ScratchFolder folder_;
    LosingVfs vfs_;
    Log log_ = Log::silent();
    std::unique_ptr<SqliteStore> store_;
    std::vector<Acknowledged> told_ = std::vector<Acknowledged>(callers);
};

TEST_F(FailingDisk, RefusesAChangeWhoseFsyncFails) {
    vfs_.failing_syncs = 1;
    EXPECT_EQ(store_->ping().error(), Error::storage_unavailable);
    expect_it_works();
}

TEST_F(FailingDisk, RefusesEveryCallerOfTheCommitWhoseFsyncFails) {
    vfs_.failing_syncs = 1'000'000;
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> threads;
        for (int caller = 0; caller < callers; ++caller) {
            threads.emplace_back([&] {
                const Result<void> done = store_->ping();
                if (!done && done.error() == Error::storage_unavailable) ++refused;
            });
        }
    }
    EXPECT_EQ(refused, callers);
    vfs_.failing_syncs = 0;
    expect_it_works();
}

TEST_F(FailingDisk, DoesNotShowWhatItRefused) {
    vfs_.failing_syncs = 1;
    EXPECT_EQ(store_->users().add({.id = "a", .name = "a", .email = {}, .password_hash = {}}).error(),
              Error::storage_unavailable);
    EXPECT_EQ(store_->users().find_by_id("a").value(), std::nullopt);
    EXPECT_TRUE(store_->users().add({.id = "a", .name = "a", .email = {}, .password_hash = {}}));
}

TEST_F(FailingDisk, TellsThatTheDiskIsFullAndGoesOnWhenItIsNot) {
    vfs_.disk_is_full = true;
    EXPECT_EQ(store_->ping().error(), Error::storage_full);
    EXPECT_FALSE(rotate_once(*store_, 0, told_[0]));
    EXPECT_TRUE(store_->users().list()) << "reading needs no space";
    vfs_.disk_is_full = false;
    expect_it_works();
}

TEST_F(FailingDisk, TellsThatItCannotRead) {
    vfs_.reads_fail = true;
    // A connection whose cache holds the page need not read; a new one must.
    EXPECT_EQ(store_->check().error(), Error::storage_unavailable);
    vfs_.reads_fail = false;
    expect_it_works();
}

TEST_F(FailingDisk, DoesNotStartOnADiskThatCannotBeReadOrIsFull) {
    contract::ScratchFolder other;
    vfs_.disk_is_full = true;
    auto full = SqliteStore::open({.file = other / "watchword.db", .vfs = vfs_.name()}, log_);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error(), Error::storage_full);
    vfs_.disk_is_full = false;
    vfs_.reads_fail = true;
    auto unreadable = SqliteStore::open({.file = other / "watchword.db", .vfs = vfs_.name()}, log_);
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error(), Error::unreadable_file);
    vfs_.reads_fail = false;
    EXPECT_TRUE(SqliteStore::open({.file = other / "watchword.db", .vfs = vfs_.name()}, log_));
}

TEST_F(FailingDisk, SyncsForEveryChangeMadeAlone) {
    const std::int64_t before = vfs_.syncs;
    for (int change = 0; change < 5; ++change) {
        ASSERT_TRUE(store_->ping());
    }
    EXPECT_GE(vfs_.syncs - before, 5);
}

TEST(LosingVfs, LosesWhatWasNotSynced) {
    const contract::ScratchFolder folder;
    const Log log = Log::silent();
    {
        LosingVfs vfs;
        vfs.sync_is_a_lie = true;
        const auto store = SqliteStore::open({.file = folder / "watchword.db", .vfs = vfs.name()}, log);
        ASSERT_TRUE(store) << store.error().detail();
        ASSERT_TRUE((*store)->ping());
        EXPECT_EQ(std::filesystem::file_size(folder / "watchword.db"), 0U);
        vfs.cut_power(0);
        EXPECT_EQ((*store)->ping().error(), Error::storage_unavailable);
    }
    EXPECT_EQ(std::filesystem::file_size(folder / "watchword.db"), 0U);
}

}  // namespace
}  // namespace watchword::test
