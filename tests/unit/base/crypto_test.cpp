#include <watchword/base/crypto.hpp>

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

TEST(PredictableRandom, differs_from_call_to_call_and_repeats_from_run_to_run) {
    PredictableRandomForTests first;
    PredictableRandomForTests second;
    const Bytes a = first.bytes(40);
    EXPECT_NE(a, first.bytes(40));
    EXPECT_EQ(a, second.bytes(40));
}

}  // namespace
}  // namespace watchword::crypto
