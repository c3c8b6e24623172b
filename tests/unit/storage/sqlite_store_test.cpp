/// The file itself: how it is opened, shared, checked and copied.

#include <watchword/storage/sqlite/sqlite_store.hpp>

#include <array>
#include <atomic>
#include <fstream>
#include <thread>

#include "../../contract/scratch_folder.hpp"
#include "rotating_families.hpp"
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace watchword::test {
namespace {

using storage::sqlite::SqliteStore;

class SqliteFile : public testing::Test {
  protected:
    Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file) {
        return SqliteStore::open({.file = file, .busy_timeout = busy_timeout_, .vfs = {}}, log_);
    }
    std::unique_ptr<SqliteStore> open() { return open(file_).value(); }
    Error refusal(const std::filesystem::path& file) {
        auto opened = open(file);
        EXPECT_FALSE(opened);
        return opened ? Error(Error::internal) : opened.error();
    }
    static Result<void> add_user(auth::Store& store, const std::string& name) {
        return store.users().add({.id = name, .name = name, .email = {}, .password_hash = {}});
    }
    /// What another program does with the file.
    void execute(const char* sql) {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(file_.c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }
    void write_over(std::streamoff at, const std::string& text) const {
        std::fstream(file_, std::ios::in | std::ios::out | std::ios::binary).seekp(at) << text;
    }
    static mode_t mode(const std::filesystem::path& path) {
        struct stat status {};
        EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
        return status.st_mode & 0777;
    }

    contract::ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "watchword.db";
    Milliseconds busy_timeout_{5000};
    Log log_ = Log::silent();
};

TEST_F(SqliteFile, KeepsWhatItWasToldWhenItIsOpenedAgain) {
    ASSERT_TRUE(add_user(*open(), "alice"));
    const auto store = open();
    EXPECT_TRUE(store->users().find_by_name("alice").value());
    EXPECT_EQ(store->check().value(), std::vector<std::string>());
}

TEST_F(SqliteFile, IsReadableForItsOwnerOnly) {
    const mode_t before = ::umask(0);
    const auto store = open();
    ASSERT_TRUE(add_user(*store, "alice"));
    ::umask(before);
    for (const char* name : {"watchword.db", "watchword.db-wal", "watchword.db-shm"}) {
        EXPECT_EQ(mode(folder_ / name), 0600U) << name;
    }
}

TEST_F(SqliteFile, TakesTheRightsOfOthersFromAnExistingFile) {
    open();
    std::filesystem::permissions(file_, std::filesystem::perms(0644));
    open();
    EXPECT_EQ(mode(file_), 0600U);
}

TEST_F(SqliteFile, IsKnownByItsApplicationIdAndVersion) {
    open();
    std::array<char, 100> header{};
    std::ifstream(file_, std::ios::binary).read(header.data(), header.size());
    EXPECT_EQ(std::string(header.data() + 68, 4), "WWRD");
    EXPECT_EQ(header[63], 1) << "one migration so far";
}

TEST_F(SqliteFile, IsRefusedIfANewerVersionWroteIt) {
    open();
    execute("PRAGMA user_version = 999");
    const Error error = refusal(file_);
    EXPECT_EQ(error, Error::storage_newer);
    EXPECT_NE(error.detail().find("999"), std::string::npos);
}

TEST_F(SqliteFile, IsRefusedIfItBelongsToAnotherProgram) {
    execute("CREATE TABLE t (x)");
    EXPECT_EQ(refusal(file_), Error::storage_corrupt);
    execute("PRAGMA application_id = 7");
    const Error error = refusal(file_);
    EXPECT_EQ(error, Error::storage_corrupt);
    EXPECT_NE(error.detail().find("another program"), std::string::npos);
}

TEST_F(SqliteFile, IsRefusedIfItIsNoDatabase) {
    std::ofstream(file_) << std::string(5000, 'x');
    const Error error = refusal(file_);
    EXPECT_EQ(error, Error::storage_corrupt);
    EXPECT_NE(error.detail().find("not a database"), std::string::npos) << error.detail();
}

TEST_F(SqliteFile, IsRefusedIfItsFirstPageIsDamaged) {
    open();
    write_over(100, std::string(400, '\xff'));
    EXPECT_EQ(refusal(file_), Error::storage_corrupt);
}

TEST_F(SqliteFile, TellsOfDamageThatIsFoundLater) {
    {
        const auto store = open();
        for (int number = 0; number < 200; ++number) {
            ASSERT_TRUE(add_user(*store, "user " + std::string(200, 'x') + std::to_string(number)));
        }
    }
    for (std::streamoff page = 1; page < static_cast<std::streamoff>(std::filesystem::file_size(file_) / 4096);
         ++page) {
        write_over(page * 4096, std::string(64, '\xff'));
    }
    auto store = open(file_);
    ASSERT_TRUE(store) << store.error().detail();
    EXPECT_EQ((*store)->users().list().error(), Error::storage_corrupt);
    EXPECT_EQ(add_user(**store, "another").error(), Error::storage_corrupt);
    EXPECT_FALSE((*store)->check().value().empty());
}

TEST_F(SqliteFile, SaysWhatIsWrongWithTheFolder) {
    EXPECT_EQ(refusal(folder_ / "missing/watchword.db"), Error::unwritable_file);
    EXPECT_EQ(refusal(folder_.path()), Error::unreadable_file);
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0500));
    EXPECT_EQ(refusal(file_), Error::unwritable_file);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0700));
}

TEST_F(SqliteFile, MayBeChangedByAnotherStoreAtTheSameTime) {
    const auto server = open();
    const auto command_line = open();
    std::vector<std::jthread> threads;
    for (const auto* store : {&server, &command_line}) {
        threads.emplace_back([store, name = store == &server ? "a" : "b"] {
            for (int number = 0; number < 50; ++number) {
                EXPECT_TRUE(add_user(**store, std::string(name).append(std::to_string(number))));
            }
        });
    }
    threads.clear();
    EXPECT_EQ(server->users().list()->size(), 100U);
    EXPECT_EQ(command_line->users().list()->size(), 100U);
}

TEST_F(SqliteFile, TellsOfChangesFromOutsideAndOnlyOfThose) {
    const auto server = open();
    const auto command_line = open();
    const std::uint64_t before = server->outside_changes().value();
    ASSERT_TRUE(add_user(*server, "alice"));
    EXPECT_EQ(server->outside_changes().value(), before);
    ASSERT_TRUE(add_user(*command_line, "bob"));
    const std::uint64_t after = server->outside_changes().value();
    EXPECT_NE(after, before);
    EXPECT_EQ(server->outside_changes().value(), after);
    EXPECT_TRUE(server->users().find_by_name("bob").value());
}

TEST_F(SqliteFile, MayBeChangedByAnotherProcess) {
    ASSERT_TRUE(add_user(*open(), "alice"));
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto store = open(file_);
        bool added = store.has_value();
        for (int number = 0; added && number < 50; ++number) {
            added = add_user(**store, std::string("child").append(std::to_string(number))).has_value();
        }
        _exit(added ? 0 : 1);
    }
    const auto store = open();
    const std::uint64_t before = store->outside_changes().value();
    for (int number = 0; number < 50; ++number) {
        EXPECT_TRUE(add_user(*store, std::string("parent").append(std::to_string(number))));
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(store->users().list()->size(), 101U);
    EXPECT_TRUE(before == store->outside_changes().value() || store->users().find_by_name("child49").value());
}

TEST_F(SqliteFile, AnswersLockedIfAnotherProgramHoldsItForTooLong) {
    busy_timeout_ = Milliseconds(20);
    const auto store = open();
    sqlite3* holder = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &holder), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(holder, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(add_user(*store, "alice").error(), Error::storage_locked);
    EXPECT_EQ(store->ping().error(), Error::storage_locked);
    EXPECT_TRUE(store->users().empty().value()) << "readers are not disturbed";
    ASSERT_EQ(sqlite3_close(holder), SQLITE_OK);
    EXPECT_TRUE(add_user(*store, "alice"));
}

TEST_F(SqliteFile, IsCopiedWholeWhileItServes) {
    const auto store = open();
    open_families(*store, 1);
    Acknowledged told;
    std::atomic<bool> copied{false};
    std::jthread rotates([&] {
        while (!copied && rotate_once(*store, 0, told)) {
        }
    });
    const Result<void> done = store->backup(folder_ / "copy.db");
    copied = true;
    rotates.join();
    ASSERT_TRUE(done) << done.error().detail();
    EXPECT_EQ(mode(folder_ / "copy.db"), 0600U);
    const auto copy = open(folder_ / "copy.db").value();
    EXPECT_EQ(copy->check().value(), std::vector<std::string>());
    EXPECT_TRUE(copy->users().find_by_name("user").value());
}

TEST_F(SqliteFile, IsNeverCopiedOverAnotherFile) {
    const auto store = open();
    std::ofstream(folder_ / "precious") << "precious";
    EXPECT_EQ(store->backup(folder_ / "precious").error(), Error::unwritable_file);
    EXPECT_EQ(store->backup(file_).error(), Error::unwritable_file);
    EXPECT_EQ(store->backup(folder_ / "missing/copy.db").error(), Error::unwritable_file);
    EXPECT_EQ(std::filesystem::file_size(folder_ / "precious"), 8U);
    EXPECT_TRUE(store->ping());
}

}  // namespace
}  // namespace watchword::test
