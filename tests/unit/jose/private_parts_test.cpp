#include <watchword/base/bytes.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/key_material.hpp>
#include <watchword/jose/pem.hpp>

#include <algorithm>

#include "der_of.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

/// Everything that may be published about a key, in one text.
std::string published(const VerificationKey& key) {
    const std::string pem = export_public_pem(key).value();
    const Bytes der = der_of(pem);
    return export_public_jwk(key).value() + export_key_set({key, key}).value() + pem + std::string(as_text(der)) +
           thumbprint(key) + thumbprint_uri(key) + fingerprint(key);
}

/// A number in the spellings in which it could get out.
std::vector<std::string> spellings(ByteView number) {
    return {std::string(as_text(number)), encode_base64url(number), to_hex(number)};
}

class PrivateParts : public testing::TestWithParam<Algorithm> {};

TEST_P(PrivateParts, AreInNothingThatIsPublished) {
    const SigningKey key = sample_key(GetParam(), "k1");
    const auto numbers = key.material().private_members();
    ASSERT_FALSE(numbers.empty());
    // The second wraps the private material itself, as no code should but could.
    for (const VerificationKey& verifier :
         {key.verification_key(), VerificationKey(key.material().shared_from_this())}) {
        const std::string text = published(verifier);
        for (const auto& [member, number] : numbers) {
            for (const std::string& spelling : spellings(number.reveal())) {
                EXPECT_EQ(text.find(spelling), std::string::npos) << member;
            }
        }
        EXPECT_EQ(text.find("PRIVATE"), std::string::npos);
    }
}

TEST_P(PrivateParts, AreNotInTheKeyThatVerifies) {
    const SigningKey key = sample_key(GetParam());
    EXPECT_TRUE(key.verification_key().material().private_members().empty());
    const auto again = import_verification_key(export_private_jwk_in_the_clear(key).reveal_text());
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->material().private_members().empty());
    EXPECT_THROW(static_cast<void>(again->material().sign("text")), std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(Jose, PrivateParts,
                         testing::Values(Algorithm::RS256, Algorithm::RS384, Algorithm::RS512, Algorithm::PS256,
                                         Algorithm::PS384, Algorithm::PS512, Algorithm::ES256, Algorithm::ES384,
                                         Algorithm::ES512, Algorithm::ES256K, Algorithm::EdDSA, Algorithm::Ed25519,
                                         Algorithm::Ed448),
                         [](const auto& instance) { return std::string(name(instance.param)); });

TEST(Fingerprint, OfAPublicKeyIsItsThumbprint) {
    const VerificationKey key = sample_key(Algorithm::ES256).verification_key();
    EXPECT_EQ(fingerprint(key), thumbprint(key));
}

TEST(Fingerprint, OfASecretIsKeyedAndNeverItsThumbprint) {
    for (const Algorithm algorithm : {Algorithm::HS256, Algorithm::HS384, Algorithm::HS512}) {
        PredictableRandomForTests random;
        const HmacKey key = HmacKey::generate(algorithm, random);
        EXPECT_EQ(fingerprint(key.verification_key()), key.fingerprint());
        EXPECT_NE(fingerprint(key.verification_key()), thumbprint(key.verification_key()));
    }
}

TEST(PublicExports, RefuseSecrets) {
    PredictableRandomForTests random;
    const VerificationKey key = HmacKey::generate(Algorithm::HS256, random).verification_key();
    EXPECT_EQ(export_public_jwk(key).error(), Error::key_not_usable);
    EXPECT_EQ(export_public_pem(key).error(), Error::key_not_usable);
    EXPECT_EQ(export_key_set({sample_key(Algorithm::ES256).verification_key(), key}).error(), Error::key_not_usable);
}

TEST(Thumbprint, AsAUriIsThatOfRfc9278Section6) {
    const auto key = import_verification_key(rfc::thumbprint_key);
    ASSERT_TRUE(key);
    EXPECT_EQ(thumbprint_uri(*key),
              "urn:ietf:params:oauth:jwk-thumbprint:sha-256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

}  // namespace
}  // namespace watchword::jose
