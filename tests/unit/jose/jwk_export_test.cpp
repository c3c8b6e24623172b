#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>

#include "rfc_examples.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr Algorithm asymmetric[] = {Algorithm::RS256, Algorithm::PS512,   Algorithm::ES256,
                                    Algorithm::ES384, Algorithm::ES512,   Algorithm::ES256K,
                                    Algorithm::EdDSA, Algorithm::Ed25519, Algorithm::Ed448};

TEST(JwkExport, WritesThePublicKeyWithItsPurpose) {
    const auto key = import_verification_key(R"({"kid":"k1",)" + std::string(rfc::a3_key.substr(1)));
    EXPECT_EQ(export_public_jwk(*key),
              R"({"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
              R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","alg":"ES256","use":"sig","kid":"k1"})");
}

TEST(JwkExport, PublicKeysComeBackAsTheyWentOut) {
    for (const Algorithm algorithm : asymmetric) {
        const SigningKey key = sample_key(algorithm, "a \"quoted\" kid");
        const auto text = export_public_jwk(key.verification_key());
        ASSERT_TRUE(text);
        const auto again = import_verification_key(*text);
        ASSERT_TRUE(again) << *text;
        EXPECT_EQ(again->algorithm(), algorithm);
        EXPECT_EQ(again->kid(), "a \"quoted\" kid");
        EXPECT_EQ(thumbprint(*again), thumbprint(key.verification_key()));
        EXPECT_TRUE(again->verify("text", key.sign("text")));
    }
}

TEST(JwkExport, PublicKeysHoldNoPrivateMember) {
    for (const Algorithm algorithm : asymmetric) {
        const SigningKey key = sample_key(algorithm);
        const auto document = json::Document::parse_object(*export_public_jwk(key.verification_key()));
        for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "k", "kid"}) {
            EXPECT_FALSE(document->root().find(member)) << member;
        }
    }
}

TEST(JwkExport, PrivateKeysComeBackAsTheyWentOut) {
    for (const Algorithm algorithm : asymmetric) {
        const SigningKey key = sample_key(algorithm, "k1");
        const auto again = import_signing_key(export_private_jwk_in_the_clear(key).reveal_text());
        ASSERT_TRUE(again);
        EXPECT_EQ(again->algorithm(), algorithm);
        EXPECT_EQ(again->kid(), "k1");
        EXPECT_TRUE(key.verification_key().verify("text", again->sign("text")));
    }
}

TEST(JwkExport, HmacKeysComeBackAsTheyWentOut) {
    PredictableRandomForTests random;
    const SigningKey key = HmacKey::generate(Algorithm::HS512, random, "k1").signing_key();
    const auto again = import_signing_key(export_private_jwk_in_the_clear(key).reveal_text());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->algorithm(), Algorithm::HS512);
    EXPECT_EQ(again->sign("text"), key.sign("text"));
}

}  // namespace
}  // namespace watchword::jose
