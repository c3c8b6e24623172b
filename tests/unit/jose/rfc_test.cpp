#include <watchword/jose/jwk.hpp>

#include "compact.hpp"
#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

struct Example {
    std::string_view section;
    std::string_view key;
    std::string_view token;
    JwkDefaults defaults;
    bool deterministic;
};

class RfcExamples : public testing::TestWithParam<Example> {};

TEST_P(RfcExamples, TheTokenOfTheRfcVerifies) {
    const auto key = import_verification_key(GetParam().key, GetParam().defaults);
    ASSERT_TRUE(key);
    const Compact token = split(GetParam().token);
    EXPECT_TRUE(key->verify(token.signing_input, token.signature));
}

TEST_P(RfcExamples, AChangedBitAnywhereInTheSignatureDoesNot) {
    const auto key = import_verification_key(GetParam().key, GetParam().defaults);
    ASSERT_TRUE(key);
    Compact token = split(GetParam().token);
    for (std::size_t bit = 0; bit < token.signature.size() * 8; bit += 37) {
        token.signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_FALSE(key->verify(token.signing_input, token.signature)) << bit;
        token.signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
}

TEST_P(RfcExamples, TheSignatureOfTheRfcComesOutAgainWhereItIsDeterministic) {
    const auto key = import_signing_key(GetParam().key, GetParam().defaults);
    ASSERT_TRUE(key);
    const Compact token = split(GetParam().token);
    const Bytes signature = key->sign(token.signing_input);
    EXPECT_TRUE(key->verification_key().verify(token.signing_input, signature));
    EXPECT_EQ(signature == token.signature, GetParam().deterministic);
}

INSTANTIATE_TEST_SUITE_P(
    Jose, RfcExamples,
    testing::Values(Example{"RFC 7515 A.1", rfc::a1_key, rfc::a1_token, {{}, Algorithm::HS256}, true},
                    Example{"RFC 7515 A.2", rfc::a2_key, rfc::a2_token, {Algorithm::RS256, {}}, true},
                    Example{"RFC 7515 A.3", rfc::a3_key, rfc::a3_token, {}, false},
                    Example{"RFC 7515 A.4", rfc::a4_key, rfc::a4_token, {}, false},
                    Example{"RFC 8037 A.4", rfc::ed25519_key, rfc::ed25519_token, {}, true}));

TEST(Thumbprint, IsThatOfRfc7638Section31) {
    const auto key = import_verification_key(rfc::thumbprint_key);
    ASSERT_TRUE(key);
    EXPECT_EQ(thumbprint(*key), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(Thumbprint, IsThatOfRfc8037AppendixA3) {
    const auto key = import_verification_key(rfc::ed25519_key);
    ASSERT_TRUE(key);
    EXPECT_EQ(thumbprint(*key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(Thumbprint, CoversAnHmacKeyToo) {
    // RFC 7520 section 3.5.
    const auto key = import_verification_key(
        R"({"kty":"oct","kid":"018c0ae5-4d9b-471b-bfd6-eef314bc7037","use":"sig","alg":"HS256",)"
        R"("k":"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"})");
    ASSERT_TRUE(key);
    EXPECT_EQ(thumbprint(*key), "RtoRur_1Dir5M4wuOfqNkDYOf9O_4RJ-aHkTA75RLA8");
}

}  // namespace
}  // namespace watchword::jose
