/// The table as the sign-in uses it: what a kind costs, and a decoy of it.

#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/formats.hpp>
#include <watchword/passwords/pbkdf2.hpp>
#include <watchword/passwords/scrypt.hpp>
#include <watchword/passwords/sha_crypt.hpp>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

std::chrono::microseconds cost(const std::string& kind) {
    return find_format(kind)->cost(kind);
}

/// One cheap kind of each spelling.
const char* const kinds[] = {"$argon2id$v=19$m=32,t=1,p=1$",
                             "$argon2i$v=19$m=32,t=1,p=2$",
                             "$2b$04$",
                             "$2y$05$",
                             "$5$",
                             "$6$rounds=1000$",
                             "$bcrypt-sha256$v=2,t=2b,r=4$",
                             "$bcrypt-sha256$2a,4$",
                             "$pbkdf2$10$",
                             "$pbkdf2-sha256$10$",
                             "$pbkdf2-sha512$10$",
                             "$scrypt$ln=4,r=8,p=1$",
                             "argon2$argon2id$v=19$m=32,t=1,p=1$",
                             "bcrypt$$2b$04$",
                             "bcrypt_sha256$$2b$04$",
                             "pbkdf2_sha256$10$",
                             "pbkdf2_sha1$10$",
                             "scrypt$16$$8$5$",
                             "pbkdf2:sha1:10$",
                             "pbkdf2:sha256:10$",
                             "pbkdf2:sha384:10$",
                             "pbkdf2:sha512:10$",
                             "scrypt:16:8:1$"};

TEST(FormatTable, ADecoyOfEachKindIsReadAndNeverMatches) {
    for (const std::string kind : kinds) {
        const Format* const format = find_format(kind);
        ASSERT_NE(format, nullptr) << kind;
        for (const char* const password : {"", "any password"}) {
            const auto verified = verify(SecretBytes(password), format->decoy(kind), {});
            ASSERT_TRUE(verified) << kind;
            EXPECT_EQ(verified->match, Match::no) << kind;
        }
        EXPECT_GT(format->cost(kind).count(), 0) << kind;
    }
    EXPECT_EQ(find_format("plain text"), nullptr);
}

TEST(FormatTable, WhatIsMoreOrLessThanAKindHasNoCost) {
    for (const std::string kind : kinds) {
        const Format* const format = find_format(kind);
        EXPECT_EQ(format->cost(kind + "x$").count(), 0) << kind;
        EXPECT_EQ(format->cost(kind + "$").count(), 0) << kind;
        EXPECT_EQ(format->cost(kind.substr(0, kind.size() - 1)).count(), 0) << kind;
        EXPECT_EQ(format->cost(format->decoy(kind)).count(), 0) << kind;
    }
}

/// The costliest kind of each scheme, and the same a step above.
struct Bounds {
    const char* highest;
    const char* above;
};

const Bounds bounds[] = {
    {"$argon2id$v=19$m=262144,t=8,p=16$", "$argon2id$v=19$m=262144,t=9,p=16$"},
    {"argon2$argon2id$v=19$m=262144,t=8,p=16$", "argon2$argon2id$v=19$m=262145,t=8,p=16$"},
    {"$2b$16$", "$2b$17$"},
    {"bcrypt$$2b$16$", "bcrypt$$2b$17$"},
    {"bcrypt_sha256$$2b$16$", "bcrypt_sha256$$2b$17$"},
    {"$bcrypt-sha256$v=2,t=2b,r=16$", "$bcrypt-sha256$v=2,t=2b,r=17$"},
    {"$5$rounds=2000000$", "$5$rounds=2000001$"},
    {"$pbkdf2-sha512$10000000$", "$pbkdf2-sha512$10000001$"},
    {"pbkdf2_sha256$10000000$", "pbkdf2_sha256$10000001$"},
    {"pbkdf2:sha256:10000000$", "pbkdf2:sha256:10000001$"},
    {"pbkdf2:sha256:10000000$", "pbkdf2:sha256:4294967297$"},
    {"$scrypt$ln=18,r=8,p=4$", "$scrypt$ln=19,r=8,p=1$"},
    {"$scrypt$ln=18,r=8,p=4$", "$scrypt$ln=18,r=8,p=5$"},
    {"$scrypt$ln=18,r=8,p=4$", "$scrypt$ln=32,r=8,p=1$"},
    {"$scrypt$ln=1,r=16384,p=1$", "$scrypt$ln=1,r=4294967295,p=4294967295$"},
    {"scrypt:262144:8:4$", "scrypt:524288:8:1$"},
    {"scrypt$262144$$8$4$", "scrypt$262144$$8$5$"},
};

TEST(FormatTable, AKindAboveTheCapsCostsNothingAsItIsRefused) {
    for (const auto& [highest, above] : bounds) {
        EXPECT_GT(cost(highest).count(), 0) << highest;
        EXPECT_EQ(cost(above).count(), 0) << above;
        const auto refused = verify(SecretBytes("x"), find_format(above)->decoy(above), {});
        ASSERT_FALSE(refused) << above;
        EXPECT_EQ(refused.error(), Error::unsupported_password_hash) << above;
    }
}

TEST(FormatTable, CostsGrowWithTheParametersAndCompareAcrossSchemes) {
    EXPECT_GT(cost("$2b$11$"), cost("$2b$10$"));
    EXPECT_EQ(cost("bcrypt_sha256$$2b$10$"), cost("$2b$10$"));
    EXPECT_EQ(cost("$bcrypt-sha256$v=2,t=2b,r=10$"), cost("$2b$10$"));
    EXPECT_GT(cost("pbkdf2_sha256$1000000$"), cost("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_LT(cost("pbkdf2_sha256$10000$"), cost("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_GT(cost("$scrypt$ln=16,r=8,p=1$"), cost("$scrypt$ln=15,r=8,p=1$"));
    EXPECT_EQ(cost("$scrypt$ln=14,r=8,p=5$"), cost("scrypt$16384$$8$5$"));
    EXPECT_GT(cost("$6$rounds=656000$"), cost("$6$"));
}

TEST(FormatTable, TheCapsOfEachSchemeHaveTwoSides) {
    EXPECT_TRUE(pbkdf2::within_caps({.iterations = pbkdf2::max_iterations}));
    EXPECT_FALSE(pbkdf2::within_caps({.iterations = pbkdf2::max_iterations + 1}));
    EXPECT_FALSE(pbkdf2::within_caps({.iterations = 0}));
    EXPECT_TRUE(scrypt::within_caps({.n = 1 << 18, .r = 8, .p = 4}));
    EXPECT_FALSE(scrypt::within_caps({.n = 1 << 18, .r = 9, .p = 1})) << "memory";
    EXPECT_FALSE(scrypt::within_caps({.n = 1 << 18, .r = 8, .p = 5})) << "work";
}

}  // namespace
}  // namespace watchword::passwords
