#include <watchword/app/master_key.hpp>

#include <thread>

#include "temporary_folder.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace watchword::app {
namespace {

using testing::HasSubstr;

const std::string hex_key(64, 'a');
const std::string other_hex_key(64, 'b');

std::string hex(const Result<SecretBytes>& key) {
    return key ? to_hex(key->reveal()) : std::string(key.error().name());
}

class MasterKeyTest : public testing::Test {
  protected:
    MasterKeyTest() { sources_.file = folder_.path() / "master.key"; }
    std::filesystem::path write(const std::string& name, const std::string& text, mode_t mode = 0600) {
        const auto path = folder_.write(name, text);
        ::chmod(path.c_str(), mode);
        return path;
    }
    mode_t mode_of(const std::filesystem::path& path) {
        struct stat facts {};
        ::stat(path.c_str(), &facts);
        return facts.st_mode & 0777;
    }

    TemporaryFolder folder_;
    MasterKeySources sources_;
    SystemRandom random_;
};

TEST_F(MasterKeyTest, IsMadeOnceForItsOwnerOnly) {
    const auto first = load_master_key(sources_, random_);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->size(), 32U);
    EXPECT_EQ(mode_of(sources_.file), 0600U);
    EXPECT_EQ(hex(load_master_key(sources_, random_)), hex(first));
    const auto files = std::filesystem::directory_iterator(folder_.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "no draft is left behind";
}

TEST_F(MasterKeyTest, IsTheSameForAllWhoStartAtOnce) {
    std::vector<std::string> keys(8);
    {
        std::vector<std::jthread> threads;
        for (std::string& key : keys) {
            threads.emplace_back([this, &key] { key = hex(load_master_key(sources_, random_)); });
        }
    }
    EXPECT_EQ(keys.front().size(), 64U);
    EXPECT_THAT(keys, testing::Each(keys.front()));
}

TEST_F(MasterKeyTest, IsReadFromTheEnvironmentFirstThenTheCredentialThenTheFile) {
    write("master.key", hex_key + "\n");
    EXPECT_EQ(hex(load_master_key(sources_, random_)), hex_key);
    sources_.credential = write("credential", other_hex_key, 0440);
    EXPECT_EQ(hex(load_master_key(sources_, random_)), other_hex_key);
    sources_.environment = SecretBytes(std::string_view("zMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMw"));
    EXPECT_EQ(hex(load_master_key(sources_, random_)), std::string(64, 'c'));
}

TEST_F(MasterKeyTest, ACredentialThatIsNotThereLeavesTheFile) {
    write("master.key", hex_key);
    sources_.credential = folder_.path() / "no-credential";
    EXPECT_EQ(hex(load_master_key(sources_, random_)), hex_key);
}

TEST_F(MasterKeyTest, ABrokenSourceIsAnErrorAndNothingElseIsTried) {
    write("master.key", hex_key);
    sources_.environment = SecretBytes(std::string_view("too-short"));
    const auto key = load_master_key(sources_, random_);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), Error::invalid_key);
    EXPECT_THAT(key.error().detail(), HasSubstr("WATCHWORD_MASTER_KEY"));
    EXPECT_THAT(key.error().detail(), testing::Not(HasSubstr("too-short")));
}

TEST_F(MasterKeyTest, AFileThatOthersMayReadIsRefused) {
    for (const mode_t mode : {0640U, 0604U, 0620U}) {
        write("master.key", hex_key, mode);
        const auto key = load_master_key(sources_, random_);
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error(), Error::unreadable_file);
        EXPECT_THAT(key.error().detail(), HasSubstr("chmod 600"));
    }
    write("master.key", hex_key, 0400);
    EXPECT_EQ(hex(load_master_key(sources_, random_)), hex_key);
}

TEST_F(MasterKeyTest, IsNeverMadeUpWhereSomethingIsSealed) {
    sources_.sealed = MasterKeySources::Sealed::something;
    const auto key = load_master_key(sources_, random_);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), Error::unreadable_file);
    EXPECT_THAT(key.error().detail(), HasSubstr("the master key is missing"));
    EXPECT_FALSE(std::filesystem::exists(sources_.file));
}

TEST_F(MasterKeyTest, AFolderThatIsNotThereIsUnwritable) {
    sources_.file = folder_.path() / "missing" / "master.key";
    const auto key = load_master_key(sources_, random_);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), Error::unwritable_file);
}

TEST(MasterKeyText, IsHexOrBase64urlOfThirtyTwoBytes) {
    EXPECT_TRUE(parse_master_key(hex_key));
    EXPECT_TRUE(parse_master_key(std::string(64, 'A') + "\n"));
    EXPECT_TRUE(parse_master_key(std::string(42, 'A') + "A"));
    for (const std::string& text :
         {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g'), hex_key + "\n\n",
          std::string(42, 'A'), std::string(44, 'A'), std::string(42, 'A') + "B"}) {
        EXPECT_FALSE(parse_master_key(text)) << text;
    }
}

}  // namespace
}  // namespace watchword::app
