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

TEST(KeySet, HasAtMost256KeysUsableOrNot) {
    std::string keys = public_key(Algorithm::ES256, "good");
    for (std::size_t count = 1; count < largest_key_set; ++count)
        keys += count % 2 == 0 ? ",{}" : R"(,{"kty":"new"})";
    const auto most = import_key_set(set_of({keys}));
    ASSERT_TRUE(most);
    EXPECT_EQ(most->size(), 1U);
    EXPECT_EQ(import_key_set(set_of({keys, "{}"})).error(), Error::invalid_key);
    EXPECT_EQ(import_signing_key_set(set_of({keys}))->size(), 0U);
    EXPECT_EQ(import_signing_key_set(set_of({keys, "{}"})).error(), Error::invalid_key);
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

TEST(KeySet, RefusesEveryPrivateRsaNumber) {
    for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "oth"}) {
        std::string jwk(R"({"kty":"RSA","n":"AQAB","e":"AQAB",")");
        jwk.append(member).append(R"(":"AQAB"})");
        EXPECT_EQ(import_key_set(set_of({jwk})).error(), Error::invalid_key) << member;
    }
}

TEST(KeySet, SkipsAnUnknownKindWhateverItsMembersAreCalled) {
    const auto keys = import_key_set(set_of({R"({"kty":"XYZ","d":"AQAB"})", public_key(Algorithm::Ed448, "good")}));
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 1U);
    EXPECT_EQ(keys->front().algorithm(), Algorithm::Ed448);
}

TEST(KeySet, OfPrivateKeysIsReadOnlyToSign) {
    const SigningKey own = sample_key(Algorithm::ES256, "own");
    PredictableRandomForTests random;
    const SigningKey shared = HmacKey::generate(Algorithm::HS256, random, "shared").signing_key();
    const SecretBytes first = export_private_jwk_in_the_clear(own);
    const SecretBytes second = export_private_jwk_in_the_clear(shared);
    const std::string text = set_of({first.reveal_text(), second.reveal_text(), public_key(Algorithm::ES384, "public"),
                                     R"({"kty":"EC","crv":"P-256","use":"enc"})", R"({"kty":"XYZ"})"});
    const auto keys = import_signing_key_set(text);
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 2U);
    EXPECT_TRUE(own.verification_key().verify("text", keys->at(0).sign("text")));
    EXPECT_EQ(keys->at(1).sign("text"), shared.sign("text"));
    EXPECT_EQ(import_key_set(text).error(), Error::invalid_key);
    EXPECT_EQ(import_signing_key_set(set_of({first.reveal_text(), first.reveal_text()})).error(), Error::invalid_key);
    EXPECT_EQ(import_signing_key_set("{}").error(), Error::invalid_key);
}

TEST(KeySet, RefusesWhatIsNoSet) {
    for (const std::string_view text :
         {"", "{}", "[]", R"({"keys":{}})", R"({"keys":null})", R"({"keys":[],"keys":[]})"}) {
        EXPECT_EQ(import_key_set(text).error(), Error::invalid_key) << text;
    }
}

}  // namespace
}  // namespace watchword::jose
