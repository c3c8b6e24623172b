// What each way of delivering the key demands of its header and of the encrypted key.

#include "jwe_fixture.hpp"

namespace watchword::jose {
namespace {

std::string opened(const std::string& compact, const DecryptionKey& key, std::uint32_t most_iterations = 5000) {
    JweRequirements required = accepting(key.algorithm());
    required.max_password_iterations = most_iterations;
    return text_of(decrypt_jwe(compact, {key}, required));
}

/// `members` beside alg and enc; the key of the content is wrapped by nobody.
std::string jwe_with(KeyManagement algorithm, std::string_view members,
                     std::string encrypted_key = base64("24 bytes of wrapped key!")) {
    std::string header(R"({"alg":")");
    header.append(name(algorithm)).append(R"(","enc":"A128GCM")").append(members.empty() ? "" : ",");
    RawJwe jwe = raw_jwe(header.append(members).append("}"), direct_secret(), "text");
    jwe.encrypted_key = std::move(encrypted_key);
    return jwe.compact();
}

struct Case {
    std::string_view members;
    std::string_view expected;
};

TEST(JwePassword, TheHeaderIsCheckedBeforeAnythingIsHashed) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::PBES2_HS256_A128KW);
    constexpr auto cases = std::to_array<Case>({
        {R"("p2s":"MTIzNDU2Nzg","p2c":1000)", "decryption_failed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":5000)", "decryption_failed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":5001)", "too_large"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":999)", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":0)", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":-1)", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":1000.0)", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":"1000")", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":null)", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":18446744073709551615)", "too_large"},
        {R"("p2s":"MTIzNDU2Nzg","p2c":1e300)", "too_large"},
        {R"("p2s":"MTIzNDU2Nzg")", "malformed"},
        {R"("p2s":"MTIzNDU2Nw","p2c":1000)", "malformed"},
        {R"("p2s":"","p2c":1000)", "malformed"},
        {R"("p2s":12345678,"p2c":1000)", "malformed"},
        {R"("p2s":"MTIzNDU2Nzg=","p2c":1000)", "malformed"},
        {R"("p2c":1000)", "malformed"},
    });
    for (const Case& row : cases)
        EXPECT_EQ(opened(jwe_with(key.algorithm(), row.members), key), row.expected) << row.members;
}

TEST(JwePassword, MoreIterationsThanCanBeCountedAreRefusedWhateverTheLimit) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::PBES2_HS256_A128KW);
    const std::string jwe = jwe_with(key.algorithm(), R"("p2s":"MTIzNDU2Nzg","p2c":2147483648)");
    EXPECT_EQ(opened(jwe, key, 0xffffffff), "too_large");
}

TEST(JwePassword, AnotherPasswordDoesNotOpenIt) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::PBES2_HS512_A256KW);
    const auto other = DecryptionKey::from_password(key.algorithm(), SecretBytes(std::string_view("Password")), "k");
    const auto jwe = encrypt_jwe(as_bytes("text"), key.encryption_key(), {.password_iterations = 1000}, test_random());
    EXPECT_EQ(opened(*jwe, key), "text");
    EXPECT_EQ(opened(*jwe, *other), "decryption_failed");
}

TEST(JwePassword, IsWrittenWithEnoughIterations) {
    const EncryptionKey key = sample_decryption_key(KeyManagement::PBES2_HS256_A128KW).encryption_key();
    EXPECT_EQ(outcome(encrypt_jwe({}, key, {.password_iterations = 1000}, test_random())), "ok");
    EXPECT_EQ(outcome(encrypt_jwe({}, key, {.password_iterations = 999}, test_random())), "malformed");
    EXPECT_EQ(outcome(encrypt_jwe({}, key, {.password_iterations = 0x80000000}, test_random())), "malformed");
}

TEST(JweGcmWrap, VectorAndTagHaveTheirLengths) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::A128GCMKW);
    constexpr auto cases = std::to_array<Case>({
        {R"("iv":"AAAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAAAA")", "decryption_failed"},
        {R"("iv":"AAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAAAA")", "malformed"},
        {R"("iv":"AAAAAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAAAA")", "malformed"},
        {R"("iv":"AAAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAA")", "malformed"},
        {R"("iv":"AAAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAAAAA")", "malformed"},
        {R"("iv":"AAAAAAAAAAAAAAAA")", "malformed"},
        {R"("tag":"AAAAAAAAAAAAAAAAAAAAAA")", "malformed"},
        {R"("iv":1,"tag":"AAAAAAAAAAAAAAAAAAAAAA")", "malformed"},
    });
    for (const Case& row : cases)
        EXPECT_EQ(opened(jwe_with(key.algorithm(), row.members), key), row.expected) << row.members;
}

TEST(JweWrap, AKeyOfAnotherLengthIsNoContentKey) {
    const auto key = DecryptionKey::from_secret(KeyManagement::A128KW, Bytes(16, 1), "k");
    for (const std::size_t size : {std::size_t{16}, std::size_t{24}, std::size_t{32}}) {
        const Bytes wrapped = wrap_key(key->encryption_key(), Bytes(size, 7)).value();
        EXPECT_EQ(opened(jwe_with(key->algorithm(), "", encode_base64url(wrapped)), *key),
                  size == 16 ? "text" : "decryption_failed");
    }
    for (const std::string_view none : {"", "AAAA"})
        EXPECT_EQ(opened(jwe_with(key->algorithm(), "", std::string(none)), *key), "decryption_failed");
}

TEST(JweAgreement, TheEphemeralKeyIsAPublicPointOnTheCurve) {
    // RFC 7517 appendix A.1; the other points are it, changed.
    constexpr std::string_view x = R"("x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)";
    constexpr std::string_view y = R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM")";
    const std::string point = std::string(x) + std::string(y);
    const DecryptionKey key = sample_decryption_key(KeyManagement::ECDH_ES_A128KW);
    const auto with = [&](const std::string& epk) { return opened(jwe_with(key.algorithm(), "\"epk\":" + epk), key); };
    EXPECT_EQ(with(R"({"kty":"EC","crv":"P-256",)" + point + "}"), "decryption_failed");
    EXPECT_EQ(with(R"({"kty":"EC","crv":"P-256","d":"AAAA",)" + point + "}"), "malformed");
    EXPECT_EQ(with(R"({"kty":"EC","crv":"P-384",)" + point + "}"), "malformed");
    EXPECT_EQ(with(R"({"kty":"EC","crv":"secp256k1",)" + point + "}"), "malformed");
    EXPECT_EQ(with(R"({"kty":"EC","crv":"P-256",)" + std::string(x) +
                   R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyI"})"),
              "malformed");
    EXPECT_EQ(with(R"({"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"})"), "malformed");
    EXPECT_EQ(with(R"({"kty":"oct","k":"AAAA"})"), "malformed");
    EXPECT_EQ(with("{}"), "malformed");
    EXPECT_EQ(with("null"), "malformed");
    EXPECT_EQ(with("[]"), "malformed");
    EXPECT_EQ(opened(jwe_with(key.algorithm(), ""), key), "malformed");
    EXPECT_EQ(opened(jwe_with(key.algorithm(), R"("apu":7)"), key), "malformed");
}

TEST(JweAgreement, APointOfSmallOrderIsRefused) {
    const auto key = generate_decryption_key(KeyManagement::ECDH_ES, test_random(), "X25519");
    for (const std::string_view x :
         {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "7f_______________________________________38"}) {
        const std::string epk = R"("epk":{"kty":"OKP","crv":"X25519","x":")" + std::string(x) + "\"}";
        EXPECT_EQ(opened(jwe_with(KeyManagement::ECDH_ES, epk, ""), *key), "malformed") << x;
    }
}

}  // namespace
}  // namespace watchword::jose
