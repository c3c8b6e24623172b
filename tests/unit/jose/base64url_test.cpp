#include <watchword/jose/base64url.hpp>

#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

std::optional<std::string> decoded(std::string_view text) {
    const auto bytes = decode_base64url(text);
    if (!bytes) return std::nullopt;
    return std::string(as_text(*bytes));
}

TEST(Base64url, EncodesTheExamplesOfRfc4648Section10WithoutPadding) {
    constexpr std::pair<std::string_view, std::string_view> examples[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [text, encoded] : examples) {
        EXPECT_EQ(encode_base64url(as_bytes(text)), encoded);
        EXPECT_EQ(decoded(encoded), text);
    }
}

TEST(Base64url, EncodesTheExampleOfRfc7515AppendixC) {
    EXPECT_EQ(encode_base64url(Bytes{3, 236, 255, 224, 193}), "A-z_4ME");
    EXPECT_EQ(decode_base64url("A-z_4ME"), (Bytes{3, 236, 255, 224, 193}));
}

TEST(Base64url, DecodesWhatItEncodesAtEveryLength) {
    Bytes bytes;
    for (int length = 0; length < 300; ++length) {
        const std::string text = encode_base64url(bytes);
        EXPECT_EQ(decoded_size(text.size()), bytes.size());
        EXPECT_EQ(decode_base64url(text), bytes);
        bytes.push_back(static_cast<std::uint8_t>(length * 167 + 13));
    }
}

TEST(Base64url, RefusesEveryCharacterOutsideTheAlphabetAtEveryPlace) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int character = 0; character < 256; ++character) {
        const bool allowed = alphabet.find(static_cast<char>(character)) != std::string_view::npos;
        for (std::size_t place = 0; place < 8; ++place) {
            std::string text = "AAAAAAAA";
            text[place] = static_cast<char>(character);
            EXPECT_EQ(decoded(text).has_value(), allowed) << character << " at " << place;
        }
    }
}

TEST(Base64url, RefusesPaddingWhiteSpaceAndTheOtherAlphabet) {
    for (const std::string_view text :
         {"Zg==", "Zg=", "=", "Zm8=", "Zm9v=", " Zm9v", "Zm9v\n", "Zm 9v", "+_8A", "a/8A"}) {
        EXPECT_FALSE(decoded(text)) << text;
    }
}

TEST(Base64url, RefusesALengthThatNoBytesEncodeTo) {
    EXPECT_FALSE(decoded("A"));
    EXPECT_FALSE(decoded("AAAAA"));
}

TEST(Base64url, RefusesUnusedBitsThatAreNotZero) {
    EXPECT_TRUE(decoded("Zg"));
    EXPECT_FALSE(decoded("Zh"));
    EXPECT_FALSE(decoded("Zv"));
    EXPECT_TRUE(decoded("Zm8"));
    EXPECT_FALSE(decoded("Zm9"));
    EXPECT_FALSE(decoded("Zm-"));
}

}  // namespace
}  // namespace watchword::jose
