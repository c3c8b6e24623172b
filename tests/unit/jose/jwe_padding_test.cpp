// RFC 7516 section 11.5: whatever is wrong with an encrypted key looks like a wrong tag.

#include "jwe_fixture.hpp"
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace watchword::jose {
namespace {

/// c = m^e mod n for the key of `sample_decryption_key`, whatever `m` is padded to.
Bytes power(const Bytes& padded) {
    const auto modulus = json::Document::parse_object(rfc::a2_key);
    const Bytes n = decode_base64url(*modulus->root().find("n")->string()).value();
    const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
    const auto number = [](const Bytes& bytes) {
        return std::unique_ptr<BIGNUM, decltype(&BN_free)>(
            BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free);
    };
    const auto e = number({1, 0, 1});
    const auto result = number({0});
    EXPECT_EQ(BN_mod_exp(result.get(), number(padded).get(), e.get(), number(n).get(), context.get()), 1);
    Bytes out(n.size());
    BN_bn2binpad(result.get(), out.data(), static_cast<int>(out.size()));
    return out;
}

/// 00 02 PS 00 M, as RFC 8017 section 7.2.1 pads.
Bytes padded(const Bytes& message) {
    Bytes block(256, 0xaa);
    block[0] = 0;
    block[1] = 2;
    block[255 - message.size()] = 0;
    std::ranges::copy(message, block.end() - static_cast<std::ptrdiff_t>(message.size()));
    return block;
}

Bytes changed(Bytes block, std::size_t at, std::uint8_t value) {
    block[at] = value;
    return block;
}

/// The error, and its detail: both must be the same for all.
std::string opened(const Bytes& encrypted_key, KeyManagement algorithm = rsa1_5) {
    std::string header(R"({"alg":")");
    header.append(name(algorithm)).append(R"(","enc":"A128GCM"})");
    RawJwe jwe = raw_jwe(header, direct_secret(), "text");
    jwe.encrypted_key = encode_base64url(encrypted_key);
    static const DecryptionKey key = sample_decryption_key(rsa1_5);
    const DecryptionKey chosen = algorithm == rsa1_5 ? key : sample_decryption_key(algorithm);
    const auto result = decrypt_jwe(jwe.compact(), {chosen}, accepting(algorithm));
    return result ? "ok" : std::string(result.error().name()) + result.error().detail();
}

TEST(JwePadding, OfPkcs1IsNotTold) {
    const Bytes good = padded(direct_secret());
    ASSERT_EQ(opened(power(good)), "ok");
    const std::vector<Bytes> bad{
        changed(good, 0, 1),       // the first byte
        changed(good, 1, 1),       // the block type of signatures
        changed(good, 1, 0),       //
        changed(good, 2, 0),       // the message begins too early
        changed(good, 9, 0),       // seven bytes of padding
        changed(good, 238, 0),     // a key one byte longer
        changed(good, 239, 0xaa),  // no separator where it belongs
        padded(Bytes(15, 7)),      // a key one byte shorter
        padded(Bytes(17, 7)),      //
        padded({}),                //
        padded(Bytes(16, 8)),      // another key
        Bytes(256),                // nothing
    };
    for (std::size_t i = 0; i < bad.size(); ++i)
        EXPECT_EQ(opened(power(bad[i])), "decryption_failed") << i;
}

TEST(JwePadding, TheLengthOfTheEncryptedKeyIsNotToldEither) {
    const Bytes good = power(padded(direct_secret()));
    for (const KeyManagement algorithm : {rsa1_5, KeyManagement::RSA_OAEP, KeyManagement::RSA_OAEP_256}) {
        Bytes longer = good;
        longer.insert(longer.begin(), 0);
        EXPECT_EQ(opened(longer, algorithm), "decryption_failed");
        EXPECT_EQ(opened(Bytes(good.begin() + 1, good.end()), algorithm), "decryption_failed");
        EXPECT_EQ(opened({}, algorithm), "decryption_failed");
        EXPECT_EQ(opened(Bytes(256, 0xff), algorithm), "decryption_failed");
        EXPECT_EQ(opened(Bytes(10'000, 1), algorithm), "decryption_failed");
        EXPECT_EQ(opened(Bytes(256), algorithm), "decryption_failed");
    }
    EXPECT_EQ(opened(good, KeyManagement::RSA_OAEP), "decryption_failed");
}

TEST(JwePadding, AWrongKeyIsReplacedByRandomBytesEachTime) {
    const DecryptionKey key = sample_decryption_key(rsa1_5);
    const Bytes good = power(padded(direct_secret()));
    EXPECT_TRUE(constant_time_equal(unwrap_key_of_size(key, good, 16)->reveal(), direct_secret()));
    for (const auto& [wrapped, size] :
         {std::pair(good, std::size_t{15}), std::pair(good, std::size_t{17}), std::pair(good, std::size_t{246}),
          std::pair(good, std::size_t{1000}), std::pair(power(Bytes(256)), std::size_t{16}),
          std::pair(Bytes(), std::size_t{16})}) {
        const auto once = unwrap_key_of_size(key, wrapped, size);
        ASSERT_EQ(once->size(), size);
        EXPECT_FALSE(constant_time_equal(once->reveal(), unwrap_key_of_size(key, wrapped, size)->reveal()));
    }
    EXPECT_EQ(outcome(unwrap_key(key, good)), "unsupported_algorithm");
    EXPECT_EQ(outcome(unwrap_key_of_size(sample_decryption_key(KeyManagement::RSA_OAEP), good, 16)),
              "unsupported_algorithm");
}

}  // namespace
}  // namespace watchword::jose
