#include <watchword/jose/algorithm_traits.hpp>

#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

TEST(Algorithms, EveryNameLeadsToItsAlgorithmAndBack) {
    for (const std::string_view text : {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                                        "ES256", "ES384", "ES512", "EdDSA"}) {
        const auto algorithm = find_algorithm(text);
        ASSERT_TRUE(algorithm) << text;
        EXPECT_EQ(name(*algorithm), text);
    }
}

TEST(Algorithms, NoneAndOtherSpellingsAreNoAlgorithm) {
    for (const std::string_view text :
         {"none", "NONE", "", "hs256", "HS256 ", " HS256", "HS2560", "ES256K", "RSA-OAEP", "EDDSA"}) {
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
    EXPECT_TRUE(AlgorithmSet().empty());
    EXPECT_FALSE(AlgorithmSet().contains(Algorithm::HS256));
}

TEST(Algorithms, TheAsymmetricSetHoldsTheTenThatCannotSignWithTheVerifyingKey) {
    const AlgorithmSet set = AlgorithmSet::all_asymmetric();
    EXPECT_FALSE(set.contains(Algorithm::HS256));
    EXPECT_FALSE(set.contains(Algorithm::HS512));
    EXPECT_TRUE(set.contains(Algorithm::RS256));
    EXPECT_TRUE(set.contains(Algorithm::EdDSA));
}

TEST(Algorithms, ACurveBelongsToItsKeyType) {
    EXPECT_EQ(find_algorithm_of_curve(KeyType::ec, "P-521"), Algorithm::ES512);
    EXPECT_EQ(find_algorithm_of_curve(KeyType::okp, "P-256"), std::nullopt);
    EXPECT_EQ(find_algorithm_of_curve(KeyType::ec, "Ed25519"), std::nullopt);
    EXPECT_EQ(find_algorithm_of_curve(KeyType::ec, ""), std::nullopt);
}

}  // namespace
}  // namespace watchword::jose
