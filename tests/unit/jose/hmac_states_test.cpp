#include <watchword/jose/base64url.hpp>
#include <watchword/jose/keys.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace watchword::jose {
namespace {

struct Hash {
    Algorithm algorithm;
    const EVP_MD* digest;
};

std::vector<Hash> hashes() {
    return {{Algorithm::HS256, EVP_sha256()}, {Algorithm::HS384, EVP_sha384()}, {Algorithm::HS512, EVP_sha512()}};
}

Bytes reference(const EVP_MD* digest, const Bytes& secret, std::string_view text) {
    Bytes tag(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    HMAC(digest, secret.data(), static_cast<int>(secret.size()), as_bytes(text).data(), text.size(), tag.data(), &size);
    tag.resize(size);
    return tag;
}

Bytes counting(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 7 + size);
    return bytes;
}

TEST(HmacStates, GiveTheTagsOfOpensslForEveryLengthOfSecretAndText) {
    for (const Hash& hash : hashes())
        for (const std::size_t size : {1U, 31U, 32U, 63U, 64U, 65U, 127U, 128U, 129U, 300U}) {
            const Bytes secret = counting(size);
            const auto key = HmacKey::weak_for_compatibility(hash.algorithm, secret).value();
            for (const std::size_t length : {0U, 1U, 55U, 56U, 63U, 64U, 111U, 112U, 119U, 120U, 128U, 455U, 5000U}) {
                const std::string text(length, 't');
                const Bytes tag = reference(hash.digest, secret, text);
                ASSERT_EQ(key.signing_key().sign(text), tag) << size << " " << length;
                ASSERT_TRUE(key.verification_key().verify(text, tag)) << size << " " << length;
            }
        }
}

TEST(HmacStates, AcceptNeitherAShorterNorALongerNorAChangedTag) {
    for (const Hash& hash : hashes()) {
        const auto key = HmacKey::from_secret(hash.algorithm, counting(64)).value();
        const Bytes tag = key.signing_key().sign("text");
        for (std::size_t i = 0; i < tag.size(); ++i) {
            Bytes changed = tag;
            changed[i] ^= 1;
            EXPECT_FALSE(key.verification_key().verify("text", changed)) << i;
        }
        EXPECT_FALSE(key.verification_key().verify("text", ByteView(tag).first(tag.size() - 1)));
        Bytes longer = tag;
        longer.push_back(0);
        EXPECT_FALSE(key.verification_key().verify("text", longer));
        EXPECT_FALSE(key.verification_key().verify("texT", tag));
    }
}

TEST(SigningKey, AppendsItsSignatureInBase64url) {
    const auto hmac = HmacKey::from_secret(Algorithm::HS512, counting(64)).value().signing_key();
    std::string token = "header.payload";
    hmac.append_signature(token);
    EXPECT_EQ(token, "header.payload." + encode_base64url(hmac.sign("header.payload")));

    const SigningKey eddsa = generate_signing_key(Algorithm::EdDSA).value();
    token = "header.payload";
    eddsa.append_signature(token);
    EXPECT_EQ(token, "header.payload." + encode_base64url(eddsa.sign("header.payload")));
}

TEST(VerificationKey, HasASerialOfItsOwnThatCopiesShare) {
    const auto hmac = HmacKey::from_secret(Algorithm::HS256, counting(32)).value();
    const auto again = HmacKey::from_secret(Algorithm::HS256, counting(32)).value();
    const VerificationKey key = hmac.verification_key();
    const VerificationKey apart = key.counted_apart();
    EXPECT_EQ(key.serial(), hmac.verification_key().serial());
    EXPECT_EQ(key.serial(), apart.serial());
    EXPECT_NE(key.serial(), again.verification_key().serial());
    EXPECT_TRUE(apart.verify("text", hmac.signing_key().sign("text")));
}

}  // namespace
}  // namespace watchword::jose
