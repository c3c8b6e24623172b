/// The functions under the formats, by the known answers of their RFCs.

#include <watchword/base/crypto.hpp>
#include <watchword/passwords/argon2.hpp>

#include <limits>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

using argon2::Variant;

const Bytes salt(16, 2);
const Bytes secret(8, 3);
const Bytes associated_data(12, 4);

argon2::Inputs inputs(Variant variant) {
    return {.variant = variant,
            .version = 19,
            .parameters = {.memory_kib = 32, .passes = 3, .lanes = 4},
            .salt = salt,
            .secret = secret,
            .associated_data = associated_data};
}

std::string tag(const argon2::Inputs& of, std::size_t size = 32) {
    return to_hex(argon2::derive(SecretBytes(Bytes(32, 1)), of, size)->reveal());
}

TEST(Argon2, GivesTheTagsOfRfc9106Section5) {
    EXPECT_EQ(tag(inputs(Variant::d)), "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb");
    EXPECT_EQ(tag(inputs(Variant::i)), "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8");
    EXPECT_EQ(tag(inputs(Variant::id)), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

TEST(Argon2, SecretAndAssociatedDataChangeTheTagAlsoWhereLibsodiumWouldServe) {
    argon2::Inputs plain = inputs(Variant::id);
    plain.parameters.lanes = 1;
    plain.secret = {};
    plain.associated_data = {};
    argon2::Inputs keyed = plain;
    keyed.secret = secret;
    argon2::Inputs bound = plain;
    bound.associated_data = associated_data;
    EXPECT_NE(tag(plain), tag(keyed));
    EXPECT_NE(tag(plain), tag(bound));
}

TEST(Argon2, RefusesInputsOutOfRange) {
    const auto derive = [](const argon2::Inputs& of, std::size_t size) {
        (void)argon2::derive(SecretBytes("x"), of, size);
    };
    argon2::Inputs version = inputs(Variant::id);
    version.version = 18;
    EXPECT_THROW(derive(version, 32), std::invalid_argument);
    argon2::Inputs short_salt = inputs(Variant::id);
    short_salt.salt = ByteView(salt).first(7);
    EXPECT_THROW(derive(short_salt, 32), std::invalid_argument);
    short_salt.salt = ByteView(salt).first(8);
    EXPECT_NO_THROW(derive(short_salt, 32));
    EXPECT_THROW(derive(inputs(Variant::id), 3), std::invalid_argument);
    EXPECT_NO_THROW(derive(inputs(Variant::id), 4));
    EXPECT_NO_THROW(derive(inputs(Variant::id), 1024));
    EXPECT_THROW(derive(inputs(Variant::id), 1025), std::invalid_argument);
}

struct ScryptAnswer {
    const char* password;
    const char* salt;
    crypto::ScryptCost cost;
    const char* key;
};

/// RFC 7914 section 12, without its last, which takes a gigabyte.
const ScryptAnswer scrypt_answers[] = {
    {"",
     "",
     {16, 1, 1},
     "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
     "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"},
    {"password",
     "NaCl",
     {1024, 8, 16},
     "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
     "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"},
    {"pleaseletmein",
     "SodiumChloride",
     {16384, 8, 1},
     "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
     "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"},
};

TEST(Scrypt, GivesTheKeysOfRfc7914Section12) {
    for (const ScryptAnswer& answer : scrypt_answers) {
        const auto key = crypto::scrypt(as_bytes(answer.password), as_bytes(answer.salt), answer.cost, 64);
        ASSERT_TRUE(key) << answer.password;
        EXPECT_EQ(to_hex(key->reveal()), answer.key);
    }
}

struct ScryptBound {
    crypto::ScryptCost cost;
    bool valid;
};

TEST(Scrypt, KnowsWhichCostsAreValid) {
    constexpr std::uint32_t highest = std::numeric_limits<std::uint32_t>::max();
    const ScryptBound bounds[] = {
        {{2, 1, 1}, true},
        {{1, 1, 1}, false},
        {{0, 1, 1}, false},
        {{3, 1, 1}, false},
        {{2, 0, 1}, false},
        {{2, 1, 0}, false},
        {{std::uint64_t{1} << 15, 1, 1}, true},
        {{std::uint64_t{1} << 16, 1, 1}, false},
        {{std::uint64_t{1} << 20, 8, 1}, true},
        {{std::uint64_t{1} << 21, 8, 1}, false},
        {{std::uint64_t{1} << 63, 8, 1}, false},
        {{2, 1024, 8192}, true},
        {{2, 1024, 8193}, false},
        {{2, highest, highest}, false},
        {{2, highest, 1}, false},
    };
    for (const auto& [cost, valid] : bounds)
        EXPECT_EQ(crypto::is_valid(cost), valid) << cost.n << " " << cost.r << " " << cost.p;
}

TEST(Scrypt, RefusesToBeginWithACostThatIsNotValid) {
    EXPECT_THROW((void)crypto::scrypt({}, {}, {3, 1, 1}, 32), std::runtime_error);
}

}  // namespace
}  // namespace watchword::passwords
