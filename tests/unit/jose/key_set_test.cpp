#include <watchword/jose/jwk.hpp>

#include "bad_keys.hpp"
#include "rfc_examples.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

std::string public_key(Algorithm algorithm, std::string_view kid) {
    return *export_public_jwk(sample_key(algorithm, kid).verification_key());
}

std::string set_of(std::initializer_list<std::string_view> keys) {
    std::string text = R"({"keys":[)";
    for (const std::string_view key : keys) {
        if (text.back() != '[') text += ',';
        text += key;
    }
    return text + "]}";
}

TEST(KeySet, ComesBackAsItWentOut) {
    const auto a = sample_key(Algorithm::ES256, "a").verification_key();
    const auto b = sample_key(Algorithm::RS256, "b").verification_key();
    const auto text = export_key_set({a, b});
    ASSERT_TRUE(text);
    const auto keys = import_key_set(*text);
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 2U);
    EXPECT_EQ(thumbprint((*keys)[0]), thumbprint(a));
    EXPECT_EQ(thumbprint((*keys)[1]), thumbprint(b));
}

TEST(KeySet, MayBeEmpty) {
    EXPECT_TRUE(import_key_set(R"({"keys":[]})")->empty());
    EXPECT_EQ(*export_key_set({}), R"({"keys":[]})");
}

TEST(KeySet, SkipsKeysThatCannotBeUsed) {
    const auto keys =
        import_key_set(set_of({R"({"kty":"AKP","kid":"new"})", R"({"kty":"EC","crv":"P-256","use":"enc"})", "7",
                               bad::rsa_1024, public_key(Algorithm::ES256, "good"), "{}"}),
                       {Algorithm::RS256, {}});
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 1U);
    EXPECT_EQ(keys->front().kid(), "good");
}

TEST(KeySet, RefusesTwoKeysOfOneNameAndAlgorithm) {
    EXPECT_EQ(import_key_set(set_of({public_key(Algorithm::ES256, "k"), public_key(Algorithm::ES256, "k")})).error(),
              Error::invalid_key);
    EXPECT_EQ(import_key_set(set_of({public_key(Algorithm::ES256, "k"), public_key(Algorithm::EdDSA, "k")}))->size(),
              2U);
    EXPECT_EQ(import_key_set(set_of({public_key(Algorithm::ES256, "a"), public_key(Algorithm::ES256, "b")}))->size(),
              2U);
    EXPECT_EQ(import_key_set(set_of({public_key(Algorithm::ES256, ""), public_key(Algorithm::ES256, "")}))->size(), 2U);
}

TEST(KeySet, RefusesAPublishedPrivateKey) {
    EXPECT_EQ(import_key_set(set_of({public_key(Algorithm::ES256, "a"), rfc::a3_key})).error(), Error::invalid_key);
}

TEST(KeySet, RefusesWhatIsNoSet) {
    for (const std::string_view text :
         {"", "{}", "[]", R"({"keys":{}})", R"({"keys":null})", R"({"keys":[],"keys":[]})"}) {
        EXPECT_EQ(import_key_set(text).error(), Error::invalid_key) << text;
    }
}

}  // namespace
}  // namespace watchword::jose
