/// Hashes that argon2-cffi and bcrypt (Python) wrote, and strings that must be refused at once.

#include <watchword/passwords/passwords.hpp>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

using namespace std::string_literals;

enum class Expected { match, no_match, refused };

struct KnownHash {
    const char* id;
    std::string password;
    std::string encoded;
    Expected expected;
};

const KnownHash known_hashes[] = {
    {"pw01", "password"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::match},
    {"pw02", "Password"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::no_match},
    {"pw03", ""s, "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::no_match},
    {"pw04: NUL must not truncate", "password\000"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::no_match},
    {"pw05", ""s, "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$Wzx8rqoFzeR67q6S82OOGlYZ4VzvdZjgV3LUt5jeUf8",
     Expected::match},
    {"pw06", "a\000b"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$DJpwFdbjeDIrOiTNO3jdMl5qJnSG/j3tsc6O+be0VmU",
     Expected::match},
    {"pw07", "p\303\244ssw\303\266rd-\342\230\203"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$uGdtHQmBnoyYGfvEzj2o3M+6HD4n0M4cY1MwVPBuuqM",
     Expected::match},
    {"pw08: no truncation", std::string(1000, 'x'),
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$gqD9ZTiWAfXU1WfxhUQXWTcaIfL3be46cGYjPLHqtG0",
     Expected::match},
    {"pw09", std::string(999, 'x'),
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$gqD9ZTiWAfXU1WfxhUQXWTcaIfL3be46cGYjPLHqtG0",
     Expected::no_match},
    {"pw10", "p4"s, "$argon2id$v=19$m=256,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$Ia4t6vUcAqpjlvH7RdC1kxgZf28xKldmo3Pjz8MJ4QQ",
     Expected::match},
    {"pw11: missing version means v=16 gives different hash", "password"s,
     "$argon2id$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs", Expected::no_match},
    {"pw12: parameter order is fixed", "password"s,
     "$argon2id$v=19$t=2,m=1024,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw13: padding", "password"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs=",
     Expected::refused},
    {"pw14: truncated tag", "password"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6g",
     Expected::no_match},
    {"pw15: case", "password"s,
     "$argon2ID$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw16: sign", "password"s,
     "$argon2id$v=19$m=+1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw17: leading zero", "password"s,
     "$argon2id$v=19$m=01024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw18: memory DoS", "password"s,
     "$argon2id$v=19$m=4294967295,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw19: time DoS", "password"s,
     "$argon2id$v=19$m=1024,t=4294967295,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw20: p=0", "password"s,
     "$argon2id$v=19$m=1024,t=2,p=0$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw21: m < 8p", "password"s,
     "$argon2id$v=19$m=7,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw22: extra field", "password"s,
     "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs$x",
     Expected::refused},
    {"pw23: empty", "password"s, "", Expected::refused},
    {"pw24: short", "password"s, "$argon2id$", Expected::refused},
    {"pw25: unknown version", "password"s,
     "$argon2id$v=99$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$+OCTCTprQcSYBBcPMuh2AqthnppoahTpH02L8eYM6gs",
     Expected::refused},
    {"pw37", "password"s, "$2b$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu", Expected::match},
    {"pw38", "passwor"s, "$2b$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu", Expected::no_match},
    {"pw39: 2y is an alias", "password"s, "$2y$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu",
     Expected::match},
    {"pw40: broken variant must be refused", "password"s,
     "$2x$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu", Expected::refused},
    {"pw41", "password"s, "$2b$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWH", Expected::refused},
    {"pw42: cost below 4", "password"s, "$2b$03$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu",
     Expected::refused},
    {"pw43", std::string(72, 'x'), "$2b$06$abcdefghijklmnopqrstuueHLWckpI7Ut91D6aWthlKy4VKsT9yUG", Expected::match},
    {"pw44", std::string(71, 'x'), "$2b$06$abcdefghijklmnopqrstuueHLWckpI7Ut91D6aWthlKy4VKsT9yUG", Expected::no_match},
    {"pw47: bcrypt looks at 72 bytes only: longer input must be refused or pre-hashed, not silently matched",
     std::string(73, 'x'), "$2b$06$abcdefghijklmnopqrstuueHLWckpI7Ut91D6aWthlKy4VKsT9yUG", Expected::refused},
};

TEST(KnownHashes, AreReadAsTheirWritersMeantThem) {
    for (const KnownHash& known : known_hashes) {
        const auto verified = verify(SecretBytes(known.password), known.encoded, {});
        const Expected got = !verified                       ? Expected::refused
                             : verified->match == Match::yes ? Expected::match
                                                             : Expected::no_match;
        EXPECT_EQ(got, known.expected) << known.id;
    }
}

TEST(KnownHashes, WhatIsRefusedHasItsOwnError) {
    const auto error = [](const std::string& password, std::string_view encoded) {
        return verify(SecretBytes(password), encoded, {}).error();
    };
    const std::string_view bcrypt = "$2b$06$abcdefghijklmnopqrstuueHLWckpI7Ut91D6aWthlKy4VKsT9yUG";
    EXPECT_EQ(error("x", ""), Error::unsupported_password_hash);
    EXPECT_EQ(error("x", "$argon2id$"), Error::unsupported_password_hash);
    EXPECT_EQ(error("x", "$2x$06$abcdefghijklmnopqrstuueHLWckpI7Ut91D6aWthlKy4VKsT9yUG"),
              Error::unsupported_password_hash);
    EXPECT_EQ(error(std::string(73, 'x'), bcrypt), Error::password_too_long);
    EXPECT_EQ(error("x\0y"s, bcrypt), Error::invalid_password);
}

}  // namespace
}  // namespace watchword::passwords
