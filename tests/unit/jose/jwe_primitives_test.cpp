#include <new>

#include "jwe_fixture.hpp"
#include <sys/mman.h>

namespace watchword::jose {
namespace {

Bytes hex(std::string_view text) {
    Bytes bytes;
    for (std::size_t i = 0; i < text.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
    return bytes;
}

Bytes counted(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

struct CbcVector {
    ContentEncryption encryption;
    std::size_t key_size;
    std::string_view first_block;
    std::string_view tag;
};

TEST(JwePrimitives, CbcWithHmacIsThatOfRfc7518AppendixB) {
    constexpr std::string_view text =
        "A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy "
        "without inconvenience";
    constexpr std::string_view aad = "The second principle of Auguste Kerckhoffs";
    const Bytes vector = hex("1af38c2dc2b96ffdd86694092341bc04");
    constexpr std::array<CbcVector, 3> vectors{{
        {ContentEncryption::A128CBC_HS256, 32, "c80edfa32ddf39d5ef00c0b468834279", "652c3fa36b0a7c5b3219fab3a30bc1c4"},
        {ContentEncryption::A192CBC_HS384, 48, "ea65da6b59e61edb419be62d19712ae5",
         "8490ac0e58949bfe51875d733f93ac2075168039ccc733d7"},
        {ContentEncryption::A256CBC_HS512, 64, "4affaaadb78c31c5da4b1b590d10ffbd",
         "4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5"},
    }};
    for (const CbcVector& row : vectors) {
        const Bytes key = counted(row.key_size);
        const auto sealed = encrypt_content(row.encryption, key, vector, as_bytes(text), as_bytes(aad));
        ASSERT_TRUE(sealed);
        EXPECT_EQ(to_hex(ByteView(sealed->content).first(16)), row.first_block);
        EXPECT_EQ(to_hex(sealed->tag), row.tag);
        const auto opened = decrypt_content(row.encryption, key, vector, sealed->content, sealed->tag, as_bytes(aad));
        EXPECT_EQ(opened->reveal_text(), text);
    }
}

TEST(JwePrimitives, LengthsAreExact) {
    for (const ContentEncryption encryption : every_content_encryption) {
        const Bytes key = counted(key_size(encryption));
        const Bytes vector(key_size(encryption) != 0 && name(encryption).find("CBC") != std::string_view::npos ? 16
                                                                                                               : 12);
        const Ciphertext sealed = encrypt_content(encryption, key, vector, as_bytes("text"), {}).value();
        const auto shorter = [](const Bytes& bytes) { return Bytes(bytes.begin(), bytes.end() - 1); };
        EXPECT_EQ(outcome(encrypt_content(encryption, shorter(key), vector, {}, {})), "weak_key");
        EXPECT_EQ(outcome(encrypt_content(encryption, key, shorter(vector), {}, {})), "malformed");
        const auto opened = [&](const Bytes& k, const Bytes& v, const Bytes& c, const Bytes& t) {
            return outcome(decrypt_content(encryption, k, v, c, t, {}));
        };
        EXPECT_EQ(opened(key, vector, sealed.content, sealed.tag), "ok");
        EXPECT_EQ(opened(shorter(key), vector, sealed.content, sealed.tag), "decryption_failed");
        EXPECT_EQ(opened(key, shorter(vector), sealed.content, sealed.tag), "decryption_failed");
        EXPECT_EQ(opened(key, vector, shorter(sealed.content), sealed.tag), "decryption_failed");
        EXPECT_EQ(opened(key, vector, sealed.content, shorter(sealed.tag)), "decryption_failed");
        EXPECT_EQ(opened(key, vector, sealed.content, {}), "decryption_failed");
        EXPECT_EQ(opened(key, vector, {}, sealed.tag), "decryption_failed");
    }
}

TEST(JwePrimitives, AesKeyWrapIsThatOfRfc3394) {
    const auto key = DecryptionKey::from_secret(KeyManagement::A256KW, counted(32));
    const Bytes secret = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    const Bytes wrapped = wrap_key(key->encryption_key(), secret).value();
    EXPECT_EQ(to_hex(wrapped), "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
    EXPECT_TRUE(constant_time_equal(unwrap_key(*key, wrapped)->reveal(), secret));
    Bytes changed = wrapped;
    changed.back() ^= 1;
    EXPECT_EQ(outcome(unwrap_key(*key, changed)), "decryption_failed");
    for (const std::size_t size : {std::size_t{0}, std::size_t{8}, std::size_t{17}, std::size_t{31}}) {
        EXPECT_EQ(outcome(wrap_key(key->encryption_key(), Bytes(size))), "malformed") << size;
        EXPECT_EQ(outcome(unwrap_key(*key, Bytes(size + 8))), "decryption_failed") << size;
    }
}

TEST(JwePrimitives, OaepWrapsWhatFits) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::RSA_OAEP_256);
    // RFC 8017 section 7.1.1: at most k - 2 hLen - 2.
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{190}}) {
        const auto wrapped = wrap_key(key.encryption_key(), counted(size));
        ASSERT_TRUE(wrapped);
        EXPECT_TRUE(constant_time_equal(unwrap_key(key, *wrapped)->reveal(), counted(size)));
    }
    EXPECT_EQ(outcome(wrap_key(key.encryption_key(), counted(191))), "malformed");
}

TEST(JwePrimitives, OnlyWrappingAlgorithmsWrap) {
    for (const KeyManagement algorithm : {KeyManagement::dir, KeyManagement::A128GCMKW, KeyManagement::ECDH_ES_A128KW,
                                          KeyManagement::PBES2_HS256_A128KW, rsa1_5}) {
        const DecryptionKey key = sample_decryption_key(algorithm);
        EXPECT_EQ(outcome(wrap_key(key.encryption_key(), Bytes(16))), "unsupported_algorithm") << name(algorithm);
        EXPECT_EQ(outcome(unwrap_key(key, Bytes(24))), "unsupported_algorithm") << name(algorithm);
    }
}

// RFC 7518 appendix C.
constexpr std::string_view alice =
    R"({"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",)"
    R"("y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"})";
constexpr std::string_view bob =
    R"({"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",)"
    R"("y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"})";

TEST(JwePrimitives, TheAgreedKeyIsThatOfRfc7518AppendixC) {
    const auto z = agree_on_secret(alice, bob);
    ASSERT_TRUE(z);
    EXPECT_EQ(to_hex(z->reveal()), "9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");
    EXPECT_EQ(agree_on_secret(bob, alice)->reveal_text(), z->reveal_text());
    const SecretBytes derived = derive_agreed_key(z->reveal(), "A128GCM", 16, as_bytes("Alice"), as_bytes("Bob"));
    EXPECT_EQ(encode_base64url(derived.reveal()), "VqqN6vgjbSBcIijNcacQGg");
}

TEST(JwePrimitives, KeysAgreeOnTheSameCurveOnly) {
    constexpr std::string_view x25519 =
        R"({"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"})";
    constexpr std::string_view ed25519 =
        R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
    EXPECT_EQ(outcome(agree_on_secret(alice, x25519)), "key_not_usable");
    EXPECT_EQ(outcome(agree_on_secret(alice, ed25519)), "unsupported_key");
    EXPECT_EQ(outcome(agree_on_secret(x25519, x25519)), "invalid_key");
    EXPECT_EQ(outcome(agree_on_secret(alice, R"({"kty":"oct","k":"AAAA"})")), "unsupported_key");
    EXPECT_EQ(outcome(agree_on_secret(alice, rfc::a2_key)), "unsupported_key");
    EXPECT_EQ(outcome(agree_on_secret("", bob)), "invalid_key");
}

/// Zeros that take no memory as long as nobody writes to them.
class Zeros {
  public:
    explicit Zeros(std::size_t size)
        : size_(size), begin_(mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
        if (begin_ == MAP_FAILED) throw std::bad_alloc();
    }
    ~Zeros() { munmap(begin_, size_); }
    Zeros(const Zeros&) = delete;
    Zeros& operator=(const Zeros&) = delete;

    ByteView bytes(std::size_t size) const { return {static_cast<const std::uint8_t*>(begin_), size}; }

  private:
    std::size_t size_;
    void* begin_;
};

TEST(JwePrimitives, ContentAndWhatGoesWithItHaveALongestLength) {
    const Zeros zeros(largest_content + 1);
    const Bytes key(16, 7), vector(12, 7);
    const auto outcome_of = [&](ByteView content, ByteView authenticated) {
        return outcome(encrypt_content(ContentEncryption::A128GCM, key, vector, content, authenticated));
    };
    EXPECT_EQ(outcome_of({}, zeros.bytes(largest_content)), "ok");
    EXPECT_EQ(outcome_of({}, zeros.bytes(largest_content + 1)), "too_large");
    EXPECT_EQ(outcome_of(zeros.bytes(largest_content + 1), {}), "too_large");
    const Bytes tag(16);
    EXPECT_EQ(outcome(decrypt_content(ContentEncryption::A128GCM, key, vector, {}, tag, zeros.bytes(largest_content))),
              "decryption_failed");
}

TEST(JwePrimitives, AJweOfMoreIsRefusedBeforeAnythingIsDone) {
    const std::size_t too_long = std::size_t{3} << 30;
    const Zeros zeros(too_long);
    const EncryptionKey key = sample_decryption_key(KeyManagement::A128KW).encryption_key();
    EXPECT_EQ(outcome(decrypt_content(ContentEncryption::A128GCM, Bytes(16), Bytes(12), zeros.bytes(too_long),
                                      Bytes(16), {})),
              "decryption_failed");
    const JweOptions compressed{.compression = JweOptions::Compression::deflate};
    for (const std::size_t size : {largest_content + 1, too_long}) {
        const ByteView text = zeros.bytes(size);
        EXPECT_EQ(outcome(encrypt_jwe(text, key, {}, test_random())), "too_large");
        EXPECT_EQ(outcome(encrypt_jwe(text, key, compressed, test_random())), "too_large");
        EXPECT_EQ(outcome(encrypt_jwe_json(text, {key}, {}, test_random())), "too_large");
        EXPECT_EQ(outcome(encrypt_jwe_json(text, {key, key}, {}, test_random())), "too_large");
        EXPECT_EQ(outcome(encrypt_jwe_json({}, {key}, {}, test_random(), text)), "too_large");
    }
}

}  // namespace
}  // namespace watchword::jose
