#include "jwe_fixture.hpp"

namespace watchword::jose {
namespace {

// RFC 1951: one stored block, the last, of 5 bytes.
constexpr std::string_view stored("\x01\x05\x00\xfa\xffhello", 10);

JweRequirements inflating(std::size_t most) {
    JweRequirements required = accepting(KeyManagement::dir);
    required.max_inflated_bytes = most;
    return required;
}

std::string opened(std::string_view deflated, std::size_t most) {
    const std::string jwe = direct_jwe(R"({"alg":"dir","enc":"A128GCM","zip":"DEF"})", deflated);
    return text_of(decrypt_jwe(jwe, direct_keys(), inflating(most)));
}

TEST(JweZip, ComesBack) {
    const DecryptionKey key = direct_key(ContentEncryption::A256GCM);
    const Bytes noise = test_random().bytes(100'000);
    for (const std::string& text :
         {std::string(), std::string("a"), std::string(1'000'000, 'x'), std::string(as_text(noise))}) {
        const auto jwe = encrypt_jwe(as_bytes(text), key.encryption_key(),
                                     {.compression = JweOptions::Compression::deflate}, test_random());
        EXPECT_EQ(text_of(decrypt_jwe(*jwe, {key}, inflating(text.size()))), text);
        if (!text.empty()) {
            EXPECT_EQ(text_of(decrypt_jwe(*jwe, {key}, inflating(text.size() - 1))), "too_large");
        }
        EXPECT_EQ(text_of(decrypt_jwe(*jwe, {key}, accepting(KeyManagement::dir))), "algorithm_not_allowed");
    }
}

TEST(JweZip, IsOneDeflateStreamAndNothingElse) {
    const std::string whole(stored);
    EXPECT_EQ(opened(whole, 5), "hello");
    EXPECT_EQ(opened(whole, 4), "too_large");
    EXPECT_EQ(opened(whole, 0), "too_large");
    EXPECT_EQ(opened(whole.substr(0, 9), 100), "malformed");
    EXPECT_EQ(opened(whole + "x", 100), "malformed");
    EXPECT_EQ(opened(whole + whole, 100), "malformed");
    EXPECT_EQ(opened("", 100), "malformed");
    EXPECT_EQ(opened("hello", 100), "malformed");
    // RFC 1950 puts two bytes before it and four behind.
    EXPECT_EQ(opened(std::string("\x78\x01") + whole + std::string("\x06\x2c\x02\x15"), 100), "malformed");
}

TEST(JweZip, IsInflatedOnlyIfTheTagIsGenuine) {
    RawJwe jwe = raw_jwe(R"({"alg":"dir","enc":"A128GCM","zip":"DEF"})", direct_secret(), "no deflate stream");
    EXPECT_EQ(outcome(decrypt_jwe(jwe.compact(), direct_keys(), inflating(100))), "malformed");
    jwe.tag = encode_base64url(Bytes(16));
    EXPECT_EQ(outcome(decrypt_jwe(jwe.compact(), direct_keys(), inflating(100))), "decryption_failed");
}

}  // namespace
}  // namespace watchword::jose
