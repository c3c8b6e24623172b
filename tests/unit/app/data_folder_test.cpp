#include <watchword/app/data_folder.hpp>

#include "temporary_folder.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace watchword::app {
namespace {

TEST(DataFolder, IsMadeForItsOwnerOnly) {
    const TemporaryFolder temporary;
    const auto folder = open_data_folder(temporary.path() / "deep" / "data", Missing::create);
    ASSERT_TRUE(folder);
    struct stat facts {};
    ASSERT_EQ(::stat(folder->path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700U);
    EXPECT_EQ(folder->database(), temporary.path() / "deep" / "data" / "watchword.db");
}

TEST(DataFolder, WithoutADatabaseIsMissingToThoseWhoOnlyLook) {
    const TemporaryFolder temporary;
    const auto missing = open_data_folder(temporary.path() / "data", Missing::refuse);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error(), Error::not_found);
    EXPECT_FALSE(std::filesystem::exists(temporary.path() / "data"));
    temporary.write("watchword.db", "");
    EXPECT_TRUE(open_data_folder(temporary.path(), Missing::refuse));
}

TEST(DataFolder, ThatIsAFileIsRefused) {
    const TemporaryFolder temporary;
    const auto folder = open_data_folder(temporary.write("data", "x"), Missing::create);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error(), Error::unwritable_file);
}

TEST(ServerLock, IsHeldByOneServerAtATimeAndNamesIt) {
    const TemporaryFolder temporary;
    const DataFolder folder{temporary.path()};
    {
        const auto first = ServerLock::acquire(folder);
        ASSERT_TRUE(first);
        const auto second = ServerLock::acquire(folder);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error(), Error::data_folder_busy);
        EXPECT_EQ(second.error().detail(),
                  "process " + std::to_string(::getpid()) + " holds " + temporary.path().string());
    }
    EXPECT_TRUE(ServerLock::acquire(folder));
}

TEST(ServerLock, OfAProcessThatWasKilledIsFree) {
    const TemporaryFolder temporary;
    const DataFolder folder{temporary.path()};
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = ServerLock::acquire(folder);
        ::_exit(lock ? 7 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 7);
    EXPECT_TRUE(std::filesystem::exists(folder.lock()));
    EXPECT_TRUE(ServerLock::acquire(folder));
}

}  // namespace
}  // namespace watchword::app
