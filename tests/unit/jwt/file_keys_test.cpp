#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>
#include <watchword/jwt/file_keys.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "fixture.hpp"
#include <sys/stat.h>

namespace watchword::jwt::test {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, with one file of keys.
class FileKeysTest : public testing::Test {
  protected:
    FileKeysTest() {
        std::string name = (fs::temp_directory_path() / "watchword-file-keys-XXXXXX").string();
        folder = ::mkdtemp(name.data());
        path = folder / "keys.json";
    }
    ~FileKeysTest() override { fs::remove_all(folder); }

    static std::string set_of(const std::vector<jose::SigningKey>& keys) {
        std::vector<jose::VerificationKey> verifying;
        for (const jose::SigningKey& key : keys)
            verifying.push_back(key.verification_key());
        return *jose::export_key_set(verifying);
    }
    void write_in_place(std::string_view text) const { std::ofstream(path, std::ios::binary) << text; }
    void replace(std::string_view text) const {
        const fs::path fresh = folder / "fresh";
        std::ofstream(fresh, std::ios::binary) << text;
        fs::rename(fresh, path);
    }
    std::unique_ptr<FileKeys> open() const {
        auto keys = FileKeys::open(path, clock, {});
        EXPECT_TRUE(keys) << (keys ? "" : keys.error().detail());
        return keys ? *std::move(keys) : nullptr;
    }
    static bool has(const FileKeys& keys, const jose::SigningKey& key) {
        return keys.find({.algorithm = key.algorithm(), .kid = key.kid()}).has_value();
    }
    Error::Code refusal_to_open(std::string_view text) const {
        write_in_place(text);
        const auto keys = FileKeys::open(path, clock, {});
        return keys ? Error::internal : keys.error().code();
    }

    fs::path folder;
    fs::path path;
    ManualClock clock{now};
    jose::SigningKey a = *jose::generate_signing_key(jose::Algorithm::ES256, "a");
    jose::SigningKey b = *jose::generate_signing_key(jose::Algorithm::ES256, "b");
};

TEST_F(FileKeysTest, readASetOneKeyOrPem) {
    write_in_place(set_of({a, b}));
    EXPECT_TRUE(has(*open(), a));
    EXPECT_TRUE(has(*open(), b));
    write_in_place("\n " + *jose::export_public_jwk(a.verification_key()));
    EXPECT_TRUE(has(*open(), a));
    EXPECT_FALSE(has(*open(), b));
    write_in_place(*jose::export_public_pem(a.verification_key()));
    EXPECT_TRUE(open()->find({.algorithm = jose::Algorithm::ES256, .kid = std::nullopt}));
}

TEST_F(FileKeysTest, takePemOfAnRsaKeyForTheAlgorithmThatTheCallerNames) {
    const auto rsa = *jose::generate_signing_key(jose::Algorithm::RS256);
    write_in_place(*jose::export_public_pem(rsa.verification_key()));
    EXPECT_TRUE(open()->find({.algorithm = jose::Algorithm::RS256, .kid = std::nullopt}));
    const auto pss = FileKeys::open(path, clock, {.defaults = {.rsa = jose::Algorithm::PS256, .oct = {}}});
    ASSERT_TRUE(pss);
    EXPECT_TRUE((*pss)->find({.algorithm = jose::Algorithm::PS256, .kid = std::nullopt}));
    EXPECT_FALSE((*pss)->find({.algorithm = jose::Algorithm::RS256, .kid = std::nullopt}));
}

TEST_F(FileKeysTest, openOnlyWhatHoldsKeys) {
    EXPECT_EQ(FileKeys::open(folder / "absent", clock, {}).error(), Error::unreadable_file);
    EXPECT_EQ(FileKeys::open(folder, clock, {}).error(), Error::unreadable_file);
    for (const char* const text : {"", "{", "[]", "{}", R"({"keys":1})", "-----BEGIN PUBLIC KEY-----\n", "secret"})
        EXPECT_EQ(refusal_to_open(text), Error::invalid_key) << text;
    EXPECT_EQ(refusal_to_open(std::string(1024 * 1024 + 1, ' ')), Error::unreadable_file);
    const fs::path pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(FileKeys::open(pipe, clock, {}).error(), Error::unreadable_file);
}

TEST_F(FileKeysTest, noticeAReplacedFileAfterTheIntervalAndNotBefore) {
    write_in_place(set_of({a}));
    const auto keys = open();
    replace(set_of({b}));
    EXPECT_TRUE(has(*keys, a));
    clock.advance(Milliseconds(999));
    EXPECT_TRUE(has(*keys, a));
    clock.advance(Milliseconds(1));
    EXPECT_FALSE(has(*keys, a));
    EXPECT_TRUE(has(*keys, b));
}

TEST_F(FileKeysTest, noticeAReplacedFileAlsoWhenTheClockWasSetBack) {
    write_in_place(set_of({a}));
    const auto keys = open();
    clock.advance(Seconds(3600));
    EXPECT_TRUE(has(*keys, a));
    clock.advance(-Seconds(3600));
    replace(set_of({b}));
    EXPECT_FALSE(has(*keys, a));
    EXPECT_TRUE(has(*keys, b));
}

TEST_F(FileKeysTest, lookAgainAsOftenAsTheIntervalSays) {
    write_in_place(set_of({a}));
    const auto always = *FileKeys::open(path, clock, {.check_interval = Milliseconds(0)});
    const auto never = *FileKeys::open(path, clock, {.check_interval = Milliseconds::max()});
    replace(set_of({b}));
    EXPECT_TRUE(has(*always, b));
    clock.advance(Seconds(1'000'000'000));
    EXPECT_FALSE(has(*never, b));
    EXPECT_TRUE(has(*never, a));
    replace(set_of({}));
    EXPECT_FALSE(has(*always, b));
}

TEST_F(FileKeysTest, noticeAFileThatIsWrittenInPlaceInTheSameSizeAndInstant) {
    for (int round = 0; round < 20; ++round) {
        write_in_place(set_of({a}));
        const auto keys = open();
        write_in_place(set_of({b}));
        clock.advance(Milliseconds(1000));
        EXPECT_FALSE(has(*keys, a));
        write_in_place(set_of({a}));
        clock.advance(Milliseconds(1000));
        EXPECT_TRUE(has(*keys, a));
        clock.advance(Milliseconds(1000));
        EXPECT_TRUE(has(*keys, a));
    }
}

TEST_F(FileKeysTest, keepTheKeysWhileTheFileIsHalfWrittenOrGone) {
    write_in_place(set_of({a}));
    const auto keys = open();
    EXPECT_EQ(keys->last_error(), std::nullopt);
    const std::string next = set_of({b});
    for (const std::size_t written : {std::size_t{0}, std::size_t{1}, next.size() / 2, next.size() - 1}) {
        write_in_place(next.substr(0, written));
        clock.advance(Milliseconds(1000));
        EXPECT_TRUE(has(*keys, a)) << written;
        ASSERT_TRUE(keys->last_error());
        EXPECT_EQ(*keys->last_error(), Error::invalid_key);
        EXPECT_NE(keys->last_error()->detail().find("keys.json"), std::string::npos);
    }
    fs::remove(path);
    clock.advance(Milliseconds(1000));
    EXPECT_TRUE(has(*keys, a));
    EXPECT_EQ(*keys->last_error(), Error::unreadable_file);
    write_in_place(next);
    clock.advance(Milliseconds(1000));
    EXPECT_TRUE(has(*keys, b));
    EXPECT_EQ(keys->last_error(), std::nullopt);
}

TEST_F(FileKeysTest, handOutTheSameKeyWhileTheContentStaysTheSame) {
    write_in_place(set_of({a}));
    const auto keys = open();
    const KeyQuery query{.algorithm = jose::Algorithm::ES256, .kid = "a"};
    const auto* const before = &keys->find(query)->material();
    replace(set_of({a}));
    clock.advance(Milliseconds(1000));
    EXPECT_EQ(&keys->find(query)->material(), before);
}

TEST_F(FileKeysTest, dropKeysThatTheFileDrops) {
    write_in_place(set_of({a, b}));
    const auto keys = open();
    replace(R"({"keys":[]})");
    clock.advance(Milliseconds(1000));
    EXPECT_FALSE(has(*keys, a));
    EXPECT_EQ(keys->find({.algorithm = jose::Algorithm::ES256, .kid = "a"}).error(), Error::unknown_key);
}

TEST_F(FileKeysTest, serveManyThreadsWhileTheFileChanges) {
    write_in_place(set_of({a}));
    const auto keys = open();
    std::atomic<bool> stop = false;
    std::atomic<int> misses = 0;
    std::vector<std::jthread> readers;
    for (int t = 0; t < 3; ++t)
        readers.emplace_back([&] {
            while (!stop)
                if (!has(*keys, a)) ++misses;
        });
    for (int round = 0; round < 100; ++round) {
        replace(round % 2 == 0 ? set_of({a, b}) : set_of({a}));
        clock.advance(Milliseconds(1000));
    }
    stop = true;
    readers.clear();
    EXPECT_EQ(misses, 0);
    EXPECT_EQ(keys->last_error(), std::nullopt);
}

}  // namespace
}  // namespace watchword::jwt::test
