#include <watchword/jose/key_choice.hpp>

#include "jws_fixture.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

VerificationKey key(Algorithm algorithm, std::string kid) {
    const std::string secret(64, algorithm == Algorithm::HS256 ? 'a' : 'b');
    return HmacKey::from_secret(algorithm, as_bytes(secret), std::move(kid)).value().verification_key();
}

/// The place of the chosen key, or -1.
std::ptrdiff_t chosen(const std::vector<VerificationKey>& keys, std::optional<std::string_view> kid) {
    const VerificationKey* const found = choose_key(keys, Algorithm::HS256, kid);
    return found ? found - keys.data() : -1;
}

TEST(KeyChoice, TakesTheKeyWithTheKidAndTheAlgorithm) {
    const std::vector keys{key(Algorithm::HS512, "a"), key(Algorithm::HS256, "b"), key(Algorithm::HS256, "a")};
    EXPECT_EQ(chosen(keys, "a"), 2);
    EXPECT_EQ(chosen(keys, "b"), 1);
    EXPECT_EQ(chosen(keys, "B"), -1);
}

TEST(KeyChoice, TakesTheOnlyKeyOfTheAlgorithmWithoutAKid) {
    EXPECT_EQ(chosen({key(Algorithm::HS512, "a"), key(Algorithm::HS256, "b")}, {}), 1);
    EXPECT_EQ(chosen({key(Algorithm::HS512, "a")}, {}), -1);
    EXPECT_EQ(chosen({}, {}), -1);
}

TEST(KeyChoice, TakesNoneOfTwo) {
    EXPECT_EQ(chosen({key(Algorithm::HS256, "a"), key(Algorithm::HS256, "b")}, {}), -1);
    EXPECT_EQ(chosen({key(Algorithm::HS256, "a"), key(Algorithm::HS256, "a")}, "a"), -1);
}

TEST(KeyChoice, TakesTheOnlyKeyWithoutAKidForAKidThatNoKeyHas) {
    const std::vector keys{key(Algorithm::HS256, "a"), key(Algorithm::HS256, ""), key(Algorithm::HS512, "")};
    EXPECT_EQ(chosen(keys, "a"), 0);
    EXPECT_EQ(chosen(keys, "b"), 1);
    EXPECT_EQ(chosen(keys, ""), 1);
    EXPECT_EQ(chosen({key(Algorithm::HS256, ""), key(Algorithm::HS256, "")}, "a"), -1);
    EXPECT_EQ(chosen({key(Algorithm::HS256, "b"), key(Algorithm::HS512, "")}, "a"), -1);
}

TEST(KeyChoice, DoesNotFallBackWhereTwoKeysHaveTheKid) {
    EXPECT_EQ(chosen({key(Algorithm::HS256, "a"), key(Algorithm::HS256, "a"), key(Algorithm::HS256, "")}, "a"), -1);
}

}  // namespace
}  // namespace watchword::jose
