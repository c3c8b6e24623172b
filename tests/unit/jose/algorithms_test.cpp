#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/curves.hpp>

#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

TEST(Algorithms, EveryNameLeadsToItsAlgorithmAndBack) {
    for (const std::string_view text : {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                                        "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"}) {
        const auto algorithm = find_algorithm(text);
        ASSERT_TRUE(algorithm) << text;
        EXPECT_EQ(name(*algorithm), text);
    }
}

TEST(Algorithms, NoneAndOtherSpellingsAreNoAlgorithm) {
    for (const std::string_view text : {"none", "NONE", "", "hs256", "HS256 ", " HS256", "HS2560", "ES256k", "ES521",
                                        "RSA-OAEP", "EDDSA", "ed25519", "ED448", "X25519"}) {
        EXPECT_FALSE(find_algorithm(text)) << text;
    }
    EXPECT_FALSE(find_algorithm(std::string_view("HS256\0", 6)));
}

TEST(Algorithms, OnlyHmacIsSymmetric) {
    EXPECT_TRUE(is_symmetric(Algorithm::HS384));
    EXPECT_FALSE(is_symmetric(Algorithm::RS256));
    EXPECT_FALSE(is_symmetric(Algorithm::EdDSA));
}

TEST(Algorithms, AnEmptySetAcceptsNothing) {
    EXPECT_TRUE(AlgorithmSet::none().empty());
    EXPECT_FALSE(AlgorithmSet::none().contains(Algorithm::HS256));
}

TEST(Algorithms, TheAsymmetricSetHoldsAllThatCannotSignWithTheVerifyingKey) {
    const AlgorithmSet set = all_asymmetric();
    EXPECT_FALSE(set.contains(Algorithm::HS256));
    EXPECT_FALSE(set.contains(Algorithm::HS512));
    EXPECT_TRUE(set.contains(Algorithm::RS256));
    for (const Algorithm algorithm : {Algorithm::ES256K, Algorithm::EdDSA, Algorithm::Ed25519, Algorithm::Ed448}) {
        EXPECT_TRUE(set.contains(algorithm)) << name(algorithm);
    }
}

TEST(Algorithms, ACurveBelongsToItsKeyType) {
    EXPECT_EQ(find_curve(KeyType::ec, "P-521"), Curve::p521);
    EXPECT_EQ(find_curve(KeyType::okp, "P-256"), std::nullopt);
    EXPECT_EQ(find_curve(KeyType::ec, "Ed25519"), std::nullopt);
    EXPECT_EQ(find_curve(KeyType::ec, ""), std::nullopt);
}

TEST(Algorithms, OnlyEdDsaLeavesTheCurveToTheKey) {
    constexpr std::pair<Algorithm, Curve> own[] = {
        {Algorithm::ES256, Curve::p256},       {Algorithm::ES384, Curve::p384},      {Algorithm::ES512, Curve::p521},
        {Algorithm::ES256K, Curve::secp256k1}, {Algorithm::Ed25519, Curve::ed25519}, {Algorithm::Ed448, Curve::ed448}};
    for (const auto& [algorithm, curve] : own) {
        for (int other = 0; other <= static_cast<int>(Curve::x448); ++other) {
            EXPECT_EQ(fits(algorithm, static_cast<Curve>(other)), static_cast<Curve>(other) == curve)
                << name(algorithm) << " on " << traits(static_cast<Curve>(other)).name;
        }
    }
    EXPECT_TRUE(fits(Algorithm::EdDSA, Curve::ed25519));
    EXPECT_TRUE(fits(Algorithm::EdDSA, Curve::ed448));
    EXPECT_FALSE(fits(Algorithm::EdDSA, Curve::x25519));
    EXPECT_FALSE(fits(Algorithm::EdDSA, Curve::p256));
    EXPECT_FALSE(fits(Algorithm::RS256, Curve::p256));
}

}  // namespace
}  // namespace watchword::jose
