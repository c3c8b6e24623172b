#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include "pem_files.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

using namespace pem_files;

std::string verifying(Algorithm algorithm, std::string_view pem) {
    const auto key = import_verification_key_pem(algorithm, pem);
    return key ? "ok" : std::string(key.error().name());
}

std::string signing(Algorithm algorithm, std::string_view pem) {
    const auto key = import_signing_key_pem(algorithm, pem);
    return key ? "ok" : std::string(key.error().name());
}

TEST(Pem, EveryFormOfOneKeyIsTheSameKey) {
    const auto expected = import_verification_key_pem(Algorithm::ES256, public_key);
    ASSERT_TRUE(expected);
    for (const std::string_view file : {with_parameters, sec1, pkcs8, public_key, certificate}) {
        const auto key = import_verification_key_pem(Algorithm::ES256, file, "k1");
        ASSERT_TRUE(key) << file;
        EXPECT_EQ(thumbprint(*key), thumbprint(*expected));
        EXPECT_EQ(key->kid(), "k1");
    }
    for (const std::string_view file : {with_parameters, sec1, pkcs8}) {
        const auto key = import_signing_key_pem(Algorithm::ES256, file);
        ASSERT_TRUE(key) << file;
        EXPECT_TRUE(expected->verify("text", key->sign("text")));
    }
}

TEST(Pem, ReadsRsaInItsOwnForms) {
    const auto signer = import_signing_key_pem(Algorithm::PS384, rsa_private_pkcs1);
    ASSERT_TRUE(signer);
    for (const std::string_view file : {rsa_public, rsa_public_pkcs1}) {
        const auto key = import_verification_key_pem(Algorithm::PS384, file);
        ASSERT_TRUE(key);
        EXPECT_TRUE(key->verify("text", signer->sign("text")));
    }
}

TEST(Pem, TheKeyMustFitTheAlgorithm) {
    EXPECT_EQ(verifying(Algorithm::ES384, public_key), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::RS256, public_key), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::EdDSA, public_key), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::ES256, rsa_public), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::EdDSA, x25519_pkcs8), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::EdDSA, ed25519_pkcs8), "ok");
    EXPECT_EQ(verifying(Algorithm::HS256, public_key), "invalid_key");
    EXPECT_EQ(signing(Algorithm::HS256, pkcs8), "invalid_key");
}

TEST(Pem, APublicKeyDoesNotSign) {
    EXPECT_EQ(signing(Algorithm::ES256, public_key), "invalid_key");
    EXPECT_EQ(signing(Algorithm::ES256, certificate), "invalid_key");
}

TEST(Pem, EncryptedKeysAreRefusedWithoutAskingForAPassphrase) {
    EXPECT_EQ(signing(Algorithm::ES256, encrypted_pkcs8), "invalid_key");
    EXPECT_EQ(signing(Algorithm::ES256, encrypted_sec1), "invalid_key");
}

TEST(Pem, ASecondKeyIsRefused) {
    EXPECT_EQ(verifying(Algorithm::ES256, std::string(public_key) + std::string(public_key)), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::ES256, std::string(public_key) + std::string(certificate)), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::ES256, std::string(public_key) + "-----BEGIN PUBLIC KEY-----\nAAAA\n"),
              "invalid_key");
}

TEST(Pem, TextAroundTheKeyIsAllowed) {
    // RFC 7468 section 2: explanatory text before and after.
    EXPECT_EQ(verifying(Algorithm::ES256, "subject=CN = example\n" + std::string(public_key) + "\nthe end\n"), "ok");
}

TEST(Pem, SpelledOutCurveParametersAreRefused) {
    EXPECT_EQ(signing(Algorithm::ES256, explicit_parameters), "invalid_key");
    EXPECT_EQ(verifying(Algorithm::ES256, explicit_parameters), "invalid_key");
}

TEST(Pem, RefusesWhatIsNoPem) {
    std::string broken(public_key);
    broken[60] = '!';
    for (const std::string& text : {std::string(), std::string("text"), std::string("-----BEGIN PUBLIC KEY-----"),
                                    broken, std::string(public_key.substr(0, 100)), std::string(1 << 20, '-'),
                                    std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
                                    std::string("-----BEGIN FOO-----\nAAAA\n-----END FOO-----\n")}) {
        EXPECT_EQ(verifying(Algorithm::ES256, text), "invalid_key");
        EXPECT_EQ(algorithm_for_pem(text).error(), Error::invalid_key);
    }
}

TEST(Pem, NamesTheAlgorithmThatFollows) {
    EXPECT_EQ(algorithm_for_pem(sec1), Algorithm::ES256);
    EXPECT_EQ(algorithm_for_pem(rsa_public), Algorithm::RS256);
    EXPECT_EQ(algorithm_for_pem(ed25519_pkcs8), Algorithm::EdDSA);
    EXPECT_EQ(algorithm_for_pem(x25519_pkcs8).error(), Error::invalid_key);
    constexpr std::pair<Algorithm, Algorithm> following[] = {{Algorithm::ES256K, Algorithm::ES256K},
                                                             {Algorithm::ES512, Algorithm::ES512},
                                                             {Algorithm::PS256, Algorithm::RS256},
                                                             {Algorithm::Ed25519, Algorithm::EdDSA},
                                                             {Algorithm::Ed448, Algorithm::EdDSA}};
    for (const auto& [made, follows] : following) {
        EXPECT_EQ(algorithm_for_pem(*export_public_pem(sample_key(made).verification_key())), follows) << name(made);
    }
}

TEST(Pem, AFileOf64KiBIsReadAndOneByteMoreIsNot) {
    constexpr std::size_t largest = 64 * 1024;
    const std::string text = std::string(largest - public_key.size() - 1, ' ') + "\n" + std::string(public_key);
    ASSERT_EQ(text.size(), largest);
    EXPECT_EQ(verifying(Algorithm::ES256, text), "ok");
    EXPECT_EQ(verifying(Algorithm::ES256, " " + text), "invalid_key");
}

TEST(Pem, TheLabelMustBeThatOfTheContent) {
    std::string relabelled(pkcs8);
    for (const std::string_view line : {"-----BEGIN PRIVATE", "-----END PRIVATE"}) {
        const std::size_t at = relabelled.find(line);
        relabelled.replace(at + line.size() - 7, 7, "PUBLIC");
    }
    EXPECT_EQ(verifying(Algorithm::ES256, relabelled), "invalid_key");
}

TEST(Pem, KeysComeBackAsTheyWentOut) {
    for (const Algorithm algorithm : {Algorithm::RS512, Algorithm::ES384, Algorithm::ES512, Algorithm::ES256K,
                                      Algorithm::EdDSA, Algorithm::Ed25519, Algorithm::Ed448}) {
        const SigningKey key = sample_key(algorithm);
        const auto public_text = export_public_pem(key.verification_key());
        const auto private_text = export_private_pem_in_the_clear(key);
        ASSERT_TRUE(public_text && private_text);
        const auto verifier = import_verification_key_pem(algorithm, *public_text);
        const auto signer = import_signing_key_pem(algorithm, private_text->reveal_text());
        ASSERT_TRUE(verifier && signer);
        EXPECT_TRUE(verifier->verify("text", signer->sign("text")));
        EXPECT_EQ(public_text->find("PRIVATE"), std::string::npos);
    }
}

}  // namespace
}  // namespace watchword::jose
