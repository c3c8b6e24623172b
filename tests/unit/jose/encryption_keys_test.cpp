#include "jwe_fixture.hpp"
#include "pem_files.hpp"

namespace watchword::jose {
namespace {

std::string decrypting(std::string_view jwk, std::optional<KeyManagement> assumed = {}) {
    return outcome(import_decryption_key(jwk, assumed));
}
std::string encrypting(std::string_view jwk, std::optional<KeyManagement> assumed = {}) {
    return outcome(import_encryption_key(jwk, assumed));
}

TEST(EncryptionAlgorithms, EveryNameFindsItsAlgorithm) {
    for (const KeyManagement algorithm : every_key_management)
        EXPECT_EQ(find_key_management(name(algorithm)), algorithm);
    for (const ContentEncryption encryption : every_content_encryption) {
        EXPECT_EQ(find_content_encryption(name(encryption)), encryption);
        EXPECT_TRUE(all_content_encryptions().contains(encryption));
    }
    EXPECT_EQ(name(rsa1_5), "RSA1_5");
    EXPECT_EQ(find_key_management("A128GCM"), std::nullopt);
    EXPECT_EQ(find_key_management(""), std::nullopt);
    EXPECT_EQ(find_content_encryption("a128gcm"), std::nullopt);
}

TEST(EncryptionKeys, EveryKeyComesBackFromItsJwk) {
    for (const KeyManagement algorithm : every_key_management) {
        const DecryptionKey key = sample_decryption_key(algorithm, "key 1");
        const auto again = import_decryption_key(export_private_jwk_in_the_clear(key).reveal_text());
        ASSERT_TRUE(again) << name(algorithm) << again.error().detail();
        EXPECT_EQ(again->algorithm(), algorithm);
        EXPECT_EQ(again->kid(), "key 1");
        const auto jwe =
            encrypt_jwe(as_bytes("text"), key.encryption_key(), {.password_iterations = 1000}, test_random());
        EXPECT_EQ(text_of(decrypt_jwe(*jwe, {*again}, accepting(algorithm))), "text") << name(algorithm);
        EXPECT_EQ(thumbprint(again->encryption_key()), thumbprint(key.encryption_key()));
    }
}

TEST(EncryptionKeys, APublicHalfHoldsNothingPrivate) {
    for (const KeyManagement algorithm : every_key_management) {
        const EncryptionKey key = sample_decryption_key(algorithm).encryption_key();
        const auto jwk = export_public_jwk(key);
        const bool has_halves = starts_with(algorithm, "RSA") || starts_with(algorithm, "ECDH");
        EXPECT_EQ(outcome(jwk), has_halves ? "ok" : "key_not_usable");
        if (!has_halves) continue;
        EXPECT_EQ(jwk->find("\"d\""), std::string::npos);
        EXPECT_NE(jwk->find(R"("use":"enc")"), std::string::npos);
        EXPECT_EQ(encrypting(*jwk), "ok");
        EXPECT_EQ(decrypting(*jwk), "invalid_key");
        EXPECT_EQ(thumbprint(import_encryption_key(*jwk).value()), thumbprint(key));
    }
}

TEST(EncryptionKeys, EveryCurveIsGeneratedAndNoOther) {
    for (const std::string_view curve : {"P-256", "P-384", "P-521", "X25519", "X448"}) {
        const auto key = generate_decryption_key(KeyManagement::ECDH_ES, test_random(), curve);
        ASSERT_TRUE(key);
        EXPECT_EQ(decrypting(export_private_jwk_in_the_clear(*key).reveal_text()), "ok") << curve;
    }
    for (const std::string_view curve : {"", "p-256", "secp256k1", "Ed25519", "Ed448"})
        EXPECT_EQ(outcome(generate_decryption_key(KeyManagement::ECDH_ES, test_random(), curve)), "unsupported_key");
    EXPECT_EQ(outcome(generate_decryption_key(KeyManagement::PBES2_HS256_A128KW, test_random())),
              "unsupported_algorithm");
    EXPECT_EQ(outcome(generate_decryption_key(KeyManagement::RSA_OAEP_256, test_random())), "ok");
}

TEST(EncryptionKeys, SecretsHaveTheLengthOfTheirAlgorithm) {
    const auto made = [](KeyManagement algorithm, std::size_t size) {
        return outcome(DecryptionKey::from_secret(algorithm, Bytes(size, 1)));
    };
    for (const std::size_t size : {16, 24, 32, 48, 64})
        EXPECT_EQ(made(KeyManagement::dir, size), "ok");
    for (const std::size_t size : {0, 15, 17, 33, 65})
        EXPECT_EQ(made(KeyManagement::dir, size), "weak_key");
    EXPECT_EQ(made(KeyManagement::A128KW, 16), "ok");
    EXPECT_EQ(made(KeyManagement::A128KW, 32), "weak_key");
    EXPECT_EQ(made(KeyManagement::A192GCMKW, 24), "ok");
    EXPECT_EQ(made(KeyManagement::A256GCMKW, 16), "weak_key");
    EXPECT_EQ(made(KeyManagement::RSA_OAEP, 16), "unsupported_algorithm");
    EXPECT_EQ(made(KeyManagement::PBES2_HS256_A128KW, 16), "unsupported_algorithm");
    EXPECT_EQ(outcome(DecryptionKey::from_secret(KeyManagement::dir, as_bytes(pem_files::public_key))), "invalid_key");
}

TEST(EncryptionKeys, PasswordsAreNeitherEmptyNorEndless) {
    const auto made = [](std::size_t size, KeyManagement algorithm = KeyManagement::PBES2_HS256_A128KW) {
        return outcome(DecryptionKey::from_password(algorithm, SecretBytes(std::string(size, 'x'))));
    };
    EXPECT_EQ(made(0), "weak_key");
    EXPECT_EQ(made(1), "ok");
    EXPECT_EQ(made(1024), "ok");
    EXPECT_EQ(made(1025), "too_large");
    EXPECT_EQ(made(16, KeyManagement::A128KW), "unsupported_algorithm");
}

// Everybody knows a public key: as a password it would let everybody encrypt as if they shared the secret.
TEST(EncryptionKeys, AKeyFileIsNoPassword) {
    const SecretBytes jwk(std::string_view(R"({"kty":"OKP","crv":"X25519","x":"AA"})"));
    const SecretBytes pem(std::string_view("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
    EXPECT_EQ(outcome(DecryptionKey::from_password(KeyManagement::PBES2_HS256_A128KW, jwk)), "invalid_key");
    EXPECT_EQ(outcome(DecryptionKey::from_password(KeyManagement::PBES2_HS256_A128KW, pem)), "invalid_key");
}

TEST(EncryptionKeys, TheJwkSaysWhatTheKeyIsFor) {
    const auto with = [](std::string_view members) {
        return R"({"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg")" + std::string(members) + "}";
    };
    EXPECT_EQ(decrypting(with("")), "unsupported_algorithm");
    EXPECT_EQ(decrypting(with(""), KeyManagement::A128KW), "ok");
    EXPECT_EQ(decrypting(with(R"(,"alg":"A128KW")"), KeyManagement::dir), "ok");
    EXPECT_EQ(decrypting(with(R"(,"alg":"A256KW")")), "weak_key");
    EXPECT_EQ(decrypting(with(R"(,"alg":"RSA-OAEP")")), "key_not_usable");
    EXPECT_EQ(decrypting(with(""), KeyManagement::ECDH_ES), "key_not_usable");
    EXPECT_EQ(decrypting(with(R"(,"alg":"HS256")")), "unsupported_algorithm");
    EXPECT_EQ(decrypting(with(R"(,"alg":7)")), "invalid_key");
    EXPECT_EQ(decrypting(with(R"(,"alg":"A128KW","use":"enc")")), "ok");
    EXPECT_EQ(decrypting(with(R"(,"alg":"A128KW","use":"sig")")), "key_not_usable");
    EXPECT_EQ(decrypting(with(R"(,"alg":"A128KW","key_ops":["unwrapKey"])")), "ok");
    EXPECT_EQ(encrypting(with(R"(,"alg":"A128KW","key_ops":["unwrapKey"])")), "key_not_usable");
    EXPECT_EQ(encrypting(with(R"(,"alg":"A128KW","key_ops":["wrapKey"])")), "ok");
    EXPECT_EQ(decrypting(with(R"(,"alg":"dir","key_ops":["decrypt"])")), "ok");
    EXPECT_EQ(decrypting(with(R"(,"alg":"dir","key_ops":["unwrapKey"])")), "key_not_usable");
    EXPECT_EQ(decrypting(with(R"(,"alg":"A128KW","key_ops":["sign"])")), "key_not_usable");
    EXPECT_EQ(decrypting(R"({"kty":"AES","k":"AA"})"), "unsupported_key");
    EXPECT_EQ(decrypting("[]"), "invalid_key");
}

TEST(EncryptionKeys, AContentEncryptionAsAlgMeansDirForThatOneOnly) {
    // RFC 7520 section 5.6.
    const auto key = import_decryption_key(R"({"kty":"oct","kid":"k","alg":"A256GCM",)"
                                           R"("k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->algorithm(), KeyManagement::dir);
    EXPECT_NE(export_private_jwk_in_the_clear(*key).reveal_text().find(R"("alg":"A256GCM")"), std::string_view::npos);
    const auto sealed = [&](const EncryptionKey& by, ContentEncryption encryption) {
        return encrypt_jwe(as_bytes("text"), by, {.encryption = encryption}, test_random());
    };
    EXPECT_EQ(outcome(sealed(key->encryption_key(), ContentEncryption::A128CBC_HS256)), "key_not_usable");
    const auto ours = sealed(key->encryption_key(), ContentEncryption::A256GCM);
    EXPECT_EQ(text_of(decrypt_jwe(*ours, {*key}, accepting(KeyManagement::dir))), "text");
    const auto unbound = DecryptionKey::from_secret(KeyManagement::dir, Bytes(32), "k");
    const auto other = sealed(unbound->encryption_key(), ContentEncryption::A128CBC_HS256);
    EXPECT_EQ(text_of(decrypt_jwe(*other, {*key}, accepting(KeyManagement::dir))), "unknown_key");
    EXPECT_EQ(decrypting(R"({"kty":"oct","alg":"A256GCM","k":"GawgguFyGrWKav7AX4VKUg"})"), "weak_key");
}

TEST(EncryptionKeys, BothHalvesMustBelongTogether) {
    const auto on_curve = [](std::string_view curve) {
        const auto key = generate_decryption_key(KeyManagement::ECDH_ES, test_random(), curve);
        return std::string(export_private_jwk_in_the_clear(*key).reveal_text());
    };
    for (const std::string_view curve : {"P-256", "P-521", "X25519", "X448"}) {
        const std::string mine = on_curve(curve);
        const std::string other = on_curve(curve);
        const auto d = [](const std::string& jwk) { return jwk.find(R"("d":")"); };
        std::string mixed = mine.substr(0, d(mine)) + other.substr(d(other));
        EXPECT_EQ(decrypting(mixed), "invalid_key") << curve;
        EXPECT_EQ(encrypting(mixed), "invalid_key") << curve;
        EXPECT_EQ(encrypting(mine), "ok") << curve;
    }
}

TEST(EncryptionKeys, ComeFromPemToo) {
    const auto rsa = import_decryption_key_pem(KeyManagement::RSA_OAEP, pem_files::rsa_private_pkcs1, "k");
    const auto rsa_public_half = import_encryption_key_pem(KeyManagement::RSA_OAEP, pem_files::rsa_public);
    ASSERT_TRUE(rsa && rsa_public_half);
    const auto jwe = encrypt_jwe(as_bytes("text"), *rsa_public_half, {}, test_random());
    EXPECT_EQ(text_of(decrypt_jwe(*jwe, {*rsa}, accepting(KeyManagement::RSA_OAEP))), "text");

    const auto decrypting_pem = [](KeyManagement algorithm, std::string_view pem) {
        return outcome(import_decryption_key_pem(algorithm, pem));
    };
    EXPECT_EQ(decrypting_pem(KeyManagement::ECDH_ES, pem_files::pkcs8), "ok");
    EXPECT_EQ(decrypting_pem(KeyManagement::ECDH_ES, pem_files::x25519_pkcs8), "ok");
    EXPECT_EQ(decrypting_pem(KeyManagement::ECDH_ES, pem_files::ed25519_pkcs8), "invalid_key");
    EXPECT_EQ(decrypting_pem(KeyManagement::ECDH_ES, pem_files::rsa_private_pkcs1), "invalid_key");
    EXPECT_EQ(decrypting_pem(KeyManagement::RSA_OAEP, pem_files::pkcs8), "invalid_key");
    EXPECT_EQ(decrypting_pem(KeyManagement::RSA_OAEP, pem_files::rsa_public), "invalid_key");
    EXPECT_EQ(decrypting_pem(KeyManagement::A128KW, pem_files::pkcs8), "unsupported_algorithm");
    EXPECT_EQ(decrypting_pem(KeyManagement::ECDH_ES, pem_files::explicit_parameters), "invalid_key");
    EXPECT_EQ(decrypting_pem(KeyManagement::ECDH_ES, pem_files::encrypted_pkcs8), "invalid_key");
    EXPECT_EQ(outcome(import_encryption_key_pem(KeyManagement::ECDH_ES, pem_files::certificate)), "ok");
}

}  // namespace
}  // namespace watchword::jose
