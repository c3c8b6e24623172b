#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/formats.hpp>
#include <watchword/passwords/passwords.hpp>

#include <set>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

constexpr Argon2Parameters small{.memory_kib = 32, .passes = 1, .lanes = 1};

class Hash : public testing::Test {
  protected:
    std::string hash(std::string_view password, const Argon2Parameters& parameters = small) {
        return passwords::hash(SecretBytes(password), parameters, random).value();
    }
    PredictableRandomForTests random;
};

TEST_F(Hash, MatchesItsOwnPasswordOnly) {
    const std::string encoded = hash("a long enough password");
    EXPECT_EQ(verify(SecretBytes("a long enough password"), encoded, small)->match, Match::yes);
    EXPECT_EQ(verify(SecretBytes("A long enough password"), encoded, small)->match, Match::no);
}

TEST_F(Hash, IsAPhcStringWithTheParametersGiven) {
    EXPECT_TRUE(hash("x", {.memory_kib = 64, .passes = 3, .lanes = 1}).starts_with("$argon2id$v=19$m=64,t=3,p=1$"));
    const std::string several = hash("x", {.memory_kib = 64, .passes = 1, .lanes = 4});
    EXPECT_TRUE(several.starts_with("$argon2id$v=19$m=64,t=1,p=4$"));
    EXPECT_EQ(verify(SecretBytes("x"), several, small)->match, Match::yes);
}

TEST_F(Hash, HasAFreshSaltEachTime) {
    std::set<std::string> made;
    for (int i = 0; i < 20; ++i)
        made.insert(hash("the same"));
    EXPECT_EQ(made.size(), 20U);
}

TEST_F(Hash, TakesAThousandAndTwentyFourBytesAndNotOneMore) {
    EXPECT_TRUE(passwords::hash(SecretBytes(std::string(1024, 'x')), small, random));
    EXPECT_EQ(passwords::hash(SecretBytes(std::string(1025, 'x')), small, random).error(), Error::password_too_long);
    EXPECT_EQ(verify(SecretBytes(std::string(1025, 'x')), hash("x"), small).error(), Error::password_too_long);
}

TEST_F(Hash, RefusesNulAndBrokenUtf8) {
    EXPECT_EQ(passwords::hash(SecretBytes(std::string("a\0b", 3)), small, random).error(), Error::invalid_password);
    EXPECT_EQ(passwords::hash(SecretBytes("a\xff"), small, random).error(), Error::invalid_password);
}

TEST_F(Hash, RefusesParametersAboveTheCaps) {
    EXPECT_THROW((void)hash("x", {.memory_kib = 7}), std::invalid_argument);
    EXPECT_THROW((void)hash("x", {.memory_kib = argon2::max_memory_kib + 1}), std::invalid_argument);
}

struct RehashCase {
    const char* name;
    Argon2Parameters stored;
    Argon2Parameters wanted;
    Rehash expected;
};

TEST_F(Hash, AsksForARehashOnlyWhereTheStoredOneIsWeaker) {
    const RehashCase cases[] = {
        {"the same", {64, 2, 1}, {64, 2, 1}, Rehash::not_needed},
        {"less memory", {63, 2, 1}, {64, 2, 1}, Rehash::needed},
        {"fewer passes", {64, 1, 1}, {64, 2, 1}, Rehash::needed},
        {"more memory", {65, 2, 1}, {64, 2, 1}, Rehash::not_needed},
        {"more passes", {64, 3, 1}, {64, 2, 1}, Rehash::not_needed},
    };
    for (const RehashCase& c : cases)
        EXPECT_EQ(verify(SecretBytes("x"), hash("x", c.stored), c.wanted)->rehash, c.expected) << c.name;
}

TEST_F(Hash, AsksForARehashOfEveryBcrypt) {
    const auto verified =
        verify(SecretBytes("password"), "$2b$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu", small);
    EXPECT_EQ(verified->rehash, Rehash::needed);
}

TEST_F(Hash, StoredStringsCostAtMostTheCaps) {
    const std::string end = "$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs";
    EXPECT_TRUE(argon2::parse("$argon2id$v=19$m=262144,t=8,p=16" + end));
    EXPECT_FALSE(argon2::parse("$argon2id$v=19$m=262145,t=1,p=1" + end));
    EXPECT_FALSE(argon2::parse("$argon2id$v=19$m=262144,t=9,p=1" + end)) << "memory times passes";
    EXPECT_TRUE(argon2::parse("$argon2id$v=19$m=1024,t=64,p=1" + end));
    EXPECT_FALSE(argon2::parse("$argon2id$v=19$m=1024,t=65,p=1" + end));
    EXPECT_FALSE(argon2::parse("$argon2id$v=19$m=1024,t=1,p=17" + end));
    EXPECT_EQ(verify(SecretBytes("x"), "$2b$17$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu", small).error(),
              Error::unsupported_password_hash);
}

TEST_F(Hash, SaltAndTagHaveBounds) {
    const std::string start = "$argon2id$v=19$m=32,t=1,p=1$";
    const std::string tag = "+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs";
    EXPECT_TRUE(argon2::parse(start + "c2FsdHNhbHQ$" + tag)) << "8 bytes of salt";
    EXPECT_FALSE(argon2::parse(start + "c2FsdHNhbA$" + tag)) << "7 bytes of salt";
    EXPECT_FALSE(argon2::parse(start + std::string(88, 'A') + "$" + tag)) << "66 bytes of salt";
    EXPECT_FALSE(argon2::parse(start + "c2FsdHNhbHQ$" + std::string(88, 'A'))) << "66 bytes of tag";
    EXPECT_FALSE(argon2::parse(start + "c2FsdHNhbHQ$" + std::string(20, 'A'))) << "15 bytes of tag";
}

TEST_F(Hash, CostsCompareAcrossFormats) {
    const auto cost = [](const char* kind) { return find_format(kind)->cost(kind); };
    EXPECT_GT(cost("$2b$12$"), cost("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_LT(cost("$2b$06$"), cost("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_GT(cost("$2b$11$"), cost("$2b$10$"));
    EXPECT_EQ(cost("$2x$12$").count(), 0);
}

}  // namespace
}  // namespace watchword::passwords
