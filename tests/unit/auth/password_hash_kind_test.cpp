/// Kinds group stored hashes: what differs from user to user must not be in them, what decides the cost must.

#include <watchword/auth/ports/password_hash_kind.hpp>
#include <watchword/passwords/formats.hpp>

#include <gtest/gtest.h>

namespace watchword::auth {
namespace {

struct Row {
    const char* stored;
    const char* kind;
};

const Row rows[] = {
    {"$2b$12$saltanddigest", "$2b$12$"},
    {"$argon2id$v=19$m=19456,t=2,p=1$salt$digest", "$argon2id$v=19$m=19456,t=2,p=1$"},
    {"$5$rounds=535000$salt$digest", "$5$rounds=535000$"},
    {"$6$salt$digest", "$6$"},
    {"$bcrypt-sha256$v=2,t=2b,r=12$salt$digest", "$bcrypt-sha256$v=2,t=2b,r=12$"},
    {"$bcrypt-sha256$2a,12$salt$digest", "$bcrypt-sha256$2a,12$"},
    {"$pbkdf2$131000$salt$digest", "$pbkdf2$131000$"},
    {"$pbkdf2-sha256$29000$salt$digest", "$pbkdf2-sha256$29000$"},
    {"$scrypt$ln=16,r=8,p=1$salt$digest", "$scrypt$ln=16,r=8,p=1$"},
    {"argon2$argon2id$v=19$m=19456,t=2,p=1$salt$digest", "argon2$argon2id$v=19$m=19456,t=2,p=1$"},
    {"bcrypt$$2b$12$saltanddigest", "bcrypt$$2b$12$"},
    {"bcrypt_sha256$$2b$12$saltanddigest", "bcrypt_sha256$$2b$12$"},
    {"pbkdf2_sha256$1000000$salt$digest", "pbkdf2_sha256$1000000$"},
    {"scrypt$16384$salt$8$5$digest", "scrypt$16384$$8$5$"},
    {"pbkdf2:sha256:1000000$salt$digest", "pbkdf2:sha256:1000000$"},
    {"scrypt:32768:8:1$salt$digest", "scrypt:32768:8:1$"},
};

TEST(PasswordHashKind, HasTheSchemeAndItsParametersWithoutSaltAndDigest) {
    for (const auto& [stored, kind] : rows)
        EXPECT_EQ(password_hash_kind(stored), kind);
}

TEST(PasswordHashKind, IsWhatTheTableOfFormatsKnowsTheCostOf) {
    for (const auto& [stored, kind] : rows) {
        const passwords::Format* const format = passwords::find_format(kind);
        ASSERT_NE(format, nullptr) << kind;
        EXPECT_GT(format->cost(kind).count(), 0) << kind;
        EXPECT_EQ(password_hash_kind(format->decoy(kind)), kind);
    }
}

TEST(PasswordHashKind, OfStringsInNoSuchFormIsSomethingHarmless) {
    EXPECT_EQ(password_hash_kind(""), "");
    EXPECT_EQ(password_hash_kind("plain"), "plain");
    EXPECT_EQ(password_hash_kind("$"), "");
    EXPECT_EQ(password_hash_kind("scrypt$"), "");
    EXPECT_EQ(password_hash_kind("scrypt$1$2"), "scrypt$");
}

}  // namespace
}  // namespace watchword::auth
