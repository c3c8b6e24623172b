#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include "der_of.hpp"
#include "pem_files.hpp"
#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

std::string outcome(Algorithm algorithm, std::string_view secret) {
    const auto key = HmacKey::from_secret(algorithm, as_bytes(secret));
    return key ? "ok" : std::string(key.error().name());
}

TEST(HmacKey, MustBeAsLongAsTheHash) {
    constexpr std::pair<Algorithm, std::size_t> sizes[] = {
        {Algorithm::HS256, 32}, {Algorithm::HS384, 48}, {Algorithm::HS512, 64}};
    for (const auto& [algorithm, size] : sizes) {
        EXPECT_EQ(outcome(algorithm, std::string(size, 's')), "ok");
        EXPECT_EQ(outcome(algorithm, std::string(size - 1, 's')), "weak_key");
        EXPECT_EQ(outcome(algorithm, ""), "weak_key");
    }
}

TEST(HmacKey, IsForHmacOnly) {
    EXPECT_EQ(outcome(Algorithm::RS256, std::string(64, 's')), "unsupported_algorithm");
    EXPECT_EQ(outcome(Algorithm::EdDSA, std::string(64, 's')), "unsupported_algorithm");
}

TEST(HmacKey, IsNeverAKeyFile) {
    const std::string_view files[] = {pem_files::public_key,
                                      pem_files::certificate,
                                      pem_files::pkcs8,
                                      pem_files::encrypted_pkcs8,
                                      rfc::a2_key,
                                      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 user@host",
                                      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ user@host",
                                      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI user@host",
                                      R"({"keys":[],"padding":"0123456789012345"})"};
    for (const std::string_view file : files) {
        EXPECT_EQ(outcome(Algorithm::HS256, file), "invalid_key") << file;
        EXPECT_EQ(outcome(Algorithm::HS256, " \n" + std::string(file)), "invalid_key") << file;
        EXPECT_EQ(HmacKey::weak_for_compatibility(Algorithm::HS256, as_bytes(file)).error(), Error::invalid_key);
    }
    for (const std::string_view file : {pem_files::public_key, pem_files::certificate, pem_files::pkcs8,
                                        pem_files::rsa_public, pem_files::rsa_public_pkcs1, pem_files::sec1,
                                        pem_files::encrypted_pkcs8, pem_files::ed25519_pkcs8_version_2}) {
        EXPECT_EQ(outcome(Algorithm::HS256, as_text(der_of(file))), "invalid_key") << file;
    }
}

TEST(HmacKey, MayBeginLikeDerOrJsonIfItIsNeither) {
    std::string secret(32, 'x');
    secret[0] = '\x30';
    secret[1] = '\x1e';
    EXPECT_EQ(outcome(Algorithm::HS256, secret), "ok");
    EXPECT_EQ(outcome(Algorithm::HS256, "{this is not JSON but a passphrase}"), "ok");
}

TEST(HmacKey, WeakForCompatibilityTakesOneByteButNotNone) {
    EXPECT_TRUE(HmacKey::weak_for_compatibility(Algorithm::HS256, as_bytes("s")));
    EXPECT_EQ(HmacKey::weak_for_compatibility(Algorithm::HS256, {}).error(), Error::weak_key);
}

TEST(HmacKey, LongerThanABlockIsHashedFirst) {
    // RFC 4231 section 4.7 (test case 6): a key of 131 bytes 0xaa.
    const Bytes secret(131, 0xaa);
    const auto key = HmacKey::from_secret(Algorithm::HS256, secret);
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(key->signing_key().sign("Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacKey, ATruncatedOrExtendedTagIsNoTag) {
    PredictableRandomForTests random;
    const HmacKey key = HmacKey::generate(Algorithm::HS384, random, "k1");
    Bytes tag = key.signing_key().sign("text");
    EXPECT_EQ(tag.size(), 48U);
    EXPECT_TRUE(key.verification_key().verify("text", tag));
    EXPECT_FALSE(key.verification_key().verify("text", ByteView(tag).first(47)));
    EXPECT_FALSE(key.verification_key().verify("text", {}));
    tag.push_back(0);
    EXPECT_FALSE(key.verification_key().verify("text", tag));
    EXPECT_EQ(key.signing_key().kid(), "k1");
}

TEST(HmacKey, TheFingerprintFollowsTheSecretAndNothingElse) {
    const std::string secret(64, 's');
    const auto a = HmacKey::from_secret(Algorithm::HS256, as_bytes(secret), "a");
    const auto b = HmacKey::from_secret(Algorithm::HS512, as_bytes(secret), "b");
    const auto other = HmacKey::from_secret(Algorithm::HS256, as_bytes(std::string(64, 't')));
    EXPECT_EQ(a->fingerprint(), b->fingerprint());
    EXPECT_NE(a->fingerprint(), other->fingerprint());
    EXPECT_EQ(a->fingerprint().size(), 16U);
}

TEST(HmacKey, HasNoPublicForm) {
    PredictableRandomForTests random;
    const HmacKey key = HmacKey::generate(Algorithm::HS256, random);
    EXPECT_EQ(export_public_jwk(key.verification_key()).error(), Error::key_not_usable);
    EXPECT_EQ(export_key_set({key.verification_key()}).error(), Error::key_not_usable);
    EXPECT_EQ(export_public_pem(key.verification_key()).error(), Error::key_not_usable);
    EXPECT_EQ(export_private_pem_in_the_clear(key.signing_key()).error(), Error::key_not_usable);
}

TEST(SecretFromText, StripsExactlyOneNewline) {
    constexpr std::pair<std::string_view, std::string_view> cases[] = {
        {"abc", "abc"}, {"abc\n", "abc"}, {"abc\n\n", "abc\n"},     {"abc\r\n", "abc"}, {" abc ", " abc "},
        {"\n", ""},     {"", ""},         {"deadbeef", "deadbeef"},
    };
    for (const auto& [text, secret] : cases)
        EXPECT_EQ(secret_from_text(text).reveal_text(), secret);
}

}  // namespace
}  // namespace watchword::jose
