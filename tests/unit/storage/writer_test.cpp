#include <watchword/storage/sqlite/sqlite_store.hpp>
#include <watchword/storage/sqlite/writer.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "../../contract/scratch_folder.hpp"
#include <gtest/gtest.h>

namespace watchword::storage::sqlite {
namespace {

class GroupCommit : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(SqliteStore::open(options_, log_)); }
    std::int64_t checks() {
        return writer_
            ->change([](Connection& connection) -> Result<std::int64_t> {
                Statement select = connection.statement("SELECT checks FROM readiness");
                select.step();
                return select.integer(0);
            })
            .value();
    }
    static void add(Connection& connection, std::int64_t amount) {
        connection.statement("UPDATE readiness SET checks = checks + ?1").bind(amount).run();
    }

    contract::ScratchFolder folder_;
    Log log_ = Log::silent();
    Options options_{.file = folder_ / "watchword.db", .vfs = {}};
    std::unique_ptr<Writer> writer_;

  public:
    void start() {
        writer_ = std::make_unique<Writer>(options_, log_, std::make_unique<Connection>(options_, Access::write));
    }
};

TEST_F(GroupCommit, UndoesWhatFailsThrowsOrIsWrongAndNothingElse) {
    start();
    std::atomic<int> wrong{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 32; ++thread) {
            threads.emplace_back([&, thread] {
                const Result<void> done = writer_->change([&](Connection& connection) -> Result<void> {
                    add(connection, thread % 4 == 0 ? 1 : 1000);
                    if (thread % 4 == 1) return Error::not_found;
                    if (thread % 4 == 2) throw std::runtime_error("a bug");
                    if (thread % 4 == 3) connection.statement("INSERT INTO readiness VALUES (2, 2)").run();
                    return {};
                });
                const bool as_expected = thread % 4 == 0   ? done.has_value()
                                         : thread % 4 == 1 ? !done && done.error() == Error::not_found
                                                           : !done && done.error() == Error::internal;
                if (!as_expected) ++wrong;
            });
        }
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(checks(), 8);
}

TEST_F(GroupCommit, AnswersAllIfOneMakesSqliteGiveUpTheTransaction) {
    start();
    const Result<void> done = writer_->change([&](Connection& connection) -> Result<void> {
        add(connection, 1000);
        connection.execute("ROLLBACK");
        add(connection, 0);
        connection.statement("INSERT INTO readiness VALUES (2, 2)").run();
        return {};
    });
    EXPECT_EQ(done.error(), Error::internal);
    EXPECT_EQ(checks(), 0);
}

TEST_F(GroupCommit, FinishesWhatWaitsBeforeItStops) {
    start();
    std::atomic<int> done{0};
    std::atomic<int> started{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            const Result<void> changed = writer_->change([&](Connection& connection) -> Result<void> {
                ++started;
                add(connection, 1);
                return {};
            });
            if (changed) ++done;
        });
    }
    threads.clear();
    writer_.reset();
    EXPECT_EQ(done, 8);
}

TEST_F(GroupCommit, GivesEveryCallerItsOwnAnswerInSmallCommits) {
    options_.max_batch = 2;
    start();
    std::atomic<int> wrong{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 16; ++thread) {
            threads.emplace_back([&, thread] {
                for (int number = 0; number < 10; ++number) {
                    const auto answer = writer_->change([&](Connection& connection) -> Result<int> {
                        add(connection, 1);
                        return thread * 100 + number;
                    });
                    if (!answer || *answer != thread * 100 + number) ++wrong;
                }
            });
        }
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(checks(), 160);
}

}  // namespace
}  // namespace watchword::storage::sqlite
