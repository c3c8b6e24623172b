#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include "compact.hpp"
#include "rfc_examples.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace watchword::jose {
namespace {

class EveryAsymmetricAlgorithm : public testing::TestWithParam<Algorithm> {};

TEST_P(EveryAsymmetricAlgorithm, VerifiesWhatItSignedAndNothingElse) {
    const SigningKey key = sample_key(GetParam(), "k1");
    EXPECT_EQ(key.algorithm(), GetParam());
    const VerificationKey verifier = key.verification_key();
    EXPECT_EQ(verifier.kid(), "k1");
    EXPECT_EQ(verifier.algorithm(), GetParam());
    for (const std::string_view text : {std::string_view(), std::string_view("text"), std::string_view("t\0xt", 4)}) {
        const Bytes signature = key.sign(text);
        EXPECT_TRUE(verifier.verify(text, signature));
        EXPECT_FALSE(verifier.verify(std::string(text) + " ", signature));
    }
}

TEST_P(EveryAsymmetricAlgorithm, RefusesSignaturesOfAnyOtherLength) {
    const SigningKey key = sample_key(GetParam());
    const VerificationKey verifier = key.verification_key();
    const Bytes signature = key.sign("text");
    for (std::size_t size = 0; size < signature.size(); size += 3) {
        EXPECT_FALSE(verifier.verify("text", ByteView(signature).first(size)));
    }
    Bytes longer = signature;
    longer.push_back(0);
    EXPECT_FALSE(verifier.verify("text", longer));
    longer.insert(longer.begin(), 0);
    EXPECT_FALSE(verifier.verify("text", longer));
}

TEST_P(EveryAsymmetricAlgorithm, RefusesZerosOnesAndAnotherKeysSignature) {
    const VerificationKey verifier = sample_key(GetParam()).verification_key();
    const Bytes foreign = other_key(GetParam()).sign("text");
    EXPECT_FALSE(verifier.verify("text", foreign));
    EXPECT_FALSE(verifier.verify("text", Bytes(foreign.size(), 0)));
    EXPECT_FALSE(verifier.verify("text", Bytes(foreign.size(), 0xff)));
}

INSTANTIATE_TEST_SUITE_P(Jose, EveryAsymmetricAlgorithm,
                         testing::Values(Algorithm::RS256, Algorithm::RS384, Algorithm::RS512, Algorithm::PS256,
                                         Algorithm::PS384, Algorithm::PS512, Algorithm::ES256, Algorithm::ES384,
                                         Algorithm::ES512, Algorithm::ES256K, Algorithm::EdDSA, Algorithm::Ed25519,
                                         Algorithm::Ed448),
                         [](const auto& instance) { return std::string(name(instance.param)); });

TEST(Signatures, AreBoundToTheirAlgorithm) {
    const std::string_view jwk = rfc::a2_key;
    const auto rs256 = import_signing_key(jwk, {Algorithm::RS256, {}});
    const auto ps256 = import_signing_key(jwk, {Algorithm::PS256, {}});
    const auto rs512 = import_signing_key(jwk, {Algorithm::RS512, {}});
    const Bytes signature = rs256->sign("text");
    EXPECT_TRUE(rs256->verification_key().verify("text", signature));
    EXPECT_FALSE(ps256->verification_key().verify("text", signature));
    EXPECT_FALSE(rs512->verification_key().verify("text", signature));
}

TEST(Signatures, EcdsaTakesNoDerAndNoNumbersOutOfRange) {
    const auto key = import_verification_key(rfc::a3_key);
    const Compact token = split(rfc::a3_token);
    const Bytes order = decode_base64url("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE").value();
    const Bytes zero(32, 0);
    const auto with = [](ByteView r, ByteView s) {
        Bytes both(r.begin(), r.end());
        both.insert(both.end(), s.begin(), s.end());
        return both;
    };
    const ByteView r = ByteView(token.signature).first(32);
    const ByteView s = ByteView(token.signature).last(32);
    EXPECT_TRUE(key->verify(token.signing_input, with(r, s)));
    for (const Bytes& forged : {with(zero, zero), with(r, zero), with(zero, s), with(order, order), with(r, order),
                                with(order, s), with(s, r)}) {
        EXPECT_FALSE(key->verify(token.signing_input, forged));
    }
    Bytes der{0x30, 0x44, 0x02, 0x20};
    der.insert(der.end(), r.begin(), r.end());
    der.insert(der.end(), {0x02, 0x20});
    der.insert(der.end(), s.begin(), s.end());
    EXPECT_FALSE(key->verify(token.signing_input, der));
}

TEST(Signatures, EcdsaKeepsItsWidthWhenNumbersBeginWithZeros) {
    const SigningKey key = sample_key(Algorithm::ES512);
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(key.sign(std::to_string(i)).size(), 132U);
}

/// A PS256 signature whose salt has `salt` bytes, made past our own code.
Bytes pss_with_salt(const SigningKey& key, std::string_view text, int salt) {
    const SecretBytes pem = export_private_pem_in_the_clear(key).value();
    BIO* const bio = BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.size()));
    EVP_PKEY* const evp = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* parameters = nullptr;
    Bytes signature(256);
    std::size_t size = signature.size();
    EXPECT_EQ(EVP_DigestSignInit(context, &parameters, EVP_sha256(), nullptr, evp), 1);
    EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING), 1);
    EXPECT_EQ(EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, salt), 1);
    EXPECT_EQ(EVP_DigestSign(context, signature.data(), &size, as_bytes(text).data(), text.size()), 1);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(evp);
    BIO_free(bio);
    return signature;
}

TEST(Signatures, PssSaltsAreExactlyAsLongAsTheHash) {
    // RFC 7518 section 3.5.
    const SigningKey key = sample_key(Algorithm::PS256);
    for (const int salt : {0, 20, 31, 33, 64}) {
        EXPECT_FALSE(key.verification_key().verify("text", pss_with_salt(key, "text", salt))) << salt;
    }
    EXPECT_TRUE(key.verification_key().verify("text", pss_with_salt(key, "text", 32)));
    EXPECT_NE(key.sign("text"), key.sign("text"));
}

TEST(Signatures, FreshKeysDifferAndRsaHas2048Bits) {
    for (const Algorithm algorithm : {Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA}) {
        const auto key = generate_signing_key(algorithm, "k1");
        ASSERT_TRUE(key);
        EXPECT_EQ(key->kid(), "k1");
        EXPECT_NE(thumbprint(key->verification_key()), thumbprint(sample_key(algorithm).verification_key()));
        EXPECT_EQ(key->sign("text").size(), algorithm == Algorithm::RS256 ? 256U : 64U);
    }
}

TEST(Signatures, HmacKeysAreNotGeneratedHere) {
    EXPECT_EQ(generate_signing_key(Algorithm::HS256).error(), Error::unsupported_algorithm);
}

}  // namespace
}  // namespace watchword::jose
