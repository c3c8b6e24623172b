#include <watchword/base/crypto.hpp>

#include <numeric>
#include <stdexcept>

#include <gtest/gtest.h>

namespace watchword::crypto {
namespace {

const Bytes key(32, 7);

TEST(Sha256, of_abc_is_the_example_of_fips_180) {
    EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HmacSha256, gives_rfc_4231_case_2) {
    EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HkdfSha256, gives_rfc_5869_case_3) {
    EXPECT_EQ(to_hex(hkdf_sha256(Bytes(22, 0x0b), "", 42).reveal()),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(HkdfSha256, separates_purposes) {
    EXPECT_NE(to_hex(hkdf_sha256(key, "one", 32).reveal()), to_hex(hkdf_sha256(key, "two", 32).reveal()));
}

TEST(Pbkdf2, gives_rfc_6070_case_2_and_rfc_7914_section_11) {
    EXPECT_EQ(to_hex(pbkdf2(Pbkdf2Hash::sha1, as_bytes("password"), as_bytes("salt"), 2, 20).reveal()),
              "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
    EXPECT_EQ(to_hex(pbkdf2(Pbkdf2Hash::sha256, as_bytes("passwd"), as_bytes("salt"), 1, 64).reveal()),
              "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
              "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
}

TEST(Pbkdf2, takes_empty_input_but_gives_no_empty_output) {
    EXPECT_EQ(pbkdf2(Pbkdf2Hash::sha384, {}, {}, 1, 48).size(), 48U);
    EXPECT_THROW(pbkdf2(Pbkdf2Hash::sha512, as_bytes("p"), as_bytes("s"), 0, 64), std::runtime_error);
    EXPECT_THROW(pbkdf2(Pbkdf2Hash::sha512, as_bytes("p"), as_bytes("s"), 1, 0), std::runtime_error);
}

TEST(Seal, opens_again_with_the_same_key_and_binding) {
    SystemRandom random;
    for (const std::string_view plain : {"", "x", "a longer text of more than one block of AES"}) {
        const Bytes sealed = seal(key, as_bytes(plain), as_bytes("bound"), random);
        EXPECT_EQ(open(key, sealed, as_bytes("bound")).value().reveal_text(), plain);
    }
}

TEST(Seal, never_gives_the_same_twice) {
    SystemRandom random;
    EXPECT_NE(seal(key, as_bytes("x"), {}, random), seal(key, as_bytes("x"), {}, random));
}

TEST(Open, refuses_every_flipped_bit_another_key_and_another_binding) {
    SystemRandom random;
    const Bytes sealed = seal(key, as_bytes("plain"), as_bytes("bound"), random);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        Bytes forged = sealed;
        forged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_EQ(open(key, forged, as_bytes("bound")).error(), Error::decryption_failed) << bit;
    }
    EXPECT_EQ(open(Bytes(32, 8), sealed, as_bytes("bound")).error(), Error::decryption_failed);
    EXPECT_EQ(open(key, sealed, as_bytes("other")).error(), Error::decryption_failed);
}

TEST(Open, refuses_what_is_too_short_to_be_sealed) {
    SystemRandom random;
    const Bytes sealed = seal(key, {}, {}, random);
    EXPECT_EQ(sealed.size(), 28U);
    EXPECT_TRUE(open(key, sealed, {}));
    EXPECT_EQ(open(key, ByteView(sealed).first(27), {}).error(), Error::decryption_failed);
    EXPECT_EQ(open(key, {}, {}).error(), Error::decryption_failed);
}

// Appendix A of "SipHash: a fast short-input PRF" (Aumasson, Bernstein, 2012).
TEST(SipHash, gives_the_published_value) {
    Bytes first_sixteen(16);
    Bytes data(15);
    std::iota(first_sixteen.begin(), first_sixteen.end(), std::uint8_t{0});
    std::iota(data.begin(), data.end(), std::uint8_t{0});
    EXPECT_EQ(siphash(first_sixteen, data), 0xa129ca6149be45e5U);
    EXPECT_THROW(siphash(Bytes(15), data), std::invalid_argument);
}

TEST(PredictableRandom, differs_from_call_to_call_and_repeats_from_run_to_run) {
    PredictableRandomForTests first;
    PredictableRandomForTests second;
    const Bytes a = first.bytes(40);
    EXPECT_NE(a, first.bytes(40));
    EXPECT_EQ(a, second.bytes(40));
}

}  // namespace
}  // namespace watchword::crypto
