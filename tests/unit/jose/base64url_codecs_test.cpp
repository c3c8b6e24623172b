#include <watchword/jose/base64url.hpp>
#include <watchword/jose/base64url_blocks.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace watchword::jose::base64url {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t guard_byte = 0xa5;
constexpr std::size_t guard_size = 64;

/// What a codec made of a text, and whether it kept within its room.
struct Decoded {
    bool accepted;
    Bytes bytes;
    bool kept_within;
};

Decoded decode(const Codec& codec, std::string_view text) {
    // On the heap and of exact size, so that a sanitizer sees a read behind the end.
    const std::vector<char> exact(text.begin(), text.end());
    const std::size_t size = decoded_size(text.size());
    Bytes room(size + guard_size, guard_byte);
    const bool accepted = codec.decode(exact.data(), exact.size(), room.data());
    const auto is_guard = [](std::uint8_t byte) { return byte == guard_byte; };
    const bool kept_within = std::all_of(room.begin() + static_cast<std::ptrdiff_t>(size), room.end(), is_guard);
    room.resize(accepted ? size : 0);
    return {accepted, room, kept_within};
}

std::string encode(const Codec& codec, const Bytes& bytes) {
    const Bytes exact(bytes.begin(), bytes.end());
    std::string text(encoded_size(bytes.size()) + guard_size, '#');
    codec.encode(exact.data(), exact.size(), text.data());
    EXPECT_EQ(text.substr(encoded_size(bytes.size())), std::string(guard_size, '#')) << codec.name;
    text.resize(encoded_size(bytes.size()));
    return text;
}

std::vector<const Codec*> codecs_here() {
    std::vector<const Codec*> codecs;
#if defined(__x86_64__)
    for (const Codec* codec : {&avx2, &avx512})
        if (codec->available()) codecs.push_back(codec);
#endif
    return codecs;
}

void expect_same_as_table(const Codec& codec, std::string_view text) {
    const Decoded expected = decode(table, text);
    const Decoded found = decode(codec, text);
    ASSERT_TRUE(expected.kept_within && found.kept_within) << codec.name << " " << text.size();
    ASSERT_EQ(found.accepted, expected.accepted) << codec.name << " " << text.size() << " " << text;
    ASSERT_EQ(found.bytes, expected.bytes) << codec.name << " " << text;
}

Bytes random_bytes(std::mt19937& random, std::size_t size) {
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(random());
    return bytes;
}

std::string random_text(std::mt19937& random, std::size_t size) {
    std::string text(size, ' ');
    for (char& character : text)
        character = alphabet[random() % alphabet.size()];
    return text;
}

TEST(Base64urlCodecs, TheBestOneIsAvailable) {
    EXPECT_TRUE(best().available());
}

TEST(Base64urlCodecs, EncodeTheSameAtEveryLength) {
    std::mt19937 random(1);
    for (const Codec* codec : codecs_here())
        for (std::size_t size = 0; size <= 400; ++size) {
            const Bytes bytes = random_bytes(random, size);
            const std::string text = encode(*codec, bytes);
            ASSERT_EQ(text, encode(table, bytes)) << codec->name;
            ASSERT_EQ(decode(*codec, text).bytes, bytes) << codec->name;
        }
}

TEST(Base64urlCodecs, EncodeEveryByteAtEveryPlaceOfABlockTheSame) {
    for (const Codec* codec : codecs_here())
        for (std::size_t place = 0; place < 48; ++place)
            for (int byte = 0; byte < 256; ++byte) {
                Bytes bytes(48 + 30, 0);
                bytes[place] = static_cast<std::uint8_t>(byte);
                ASSERT_EQ(encode(*codec, bytes), encode(table, bytes)) << codec->name;
            }
}

TEST(Base64urlCodecs, DecodeEveryByteAtEveryPlaceOfABlockTheSame) {
    std::mt19937 random(2);
    // One whole block and each possible last one: 64 + 44 reaches the last place that AVX2 takes by itself, too.
    for (const std::size_t size : {64U, 66U, 67U, 108U, 130U}) {
        const std::string genuine = encode(table, random_bytes(random, decoded_size(size)));
        ASSERT_EQ(genuine.size(), size);
        for (const Codec* codec : codecs_here())
            for (std::size_t place = 0; place < size; ++place)
                for (int byte = 0; byte < 256; ++byte) {
                    std::string text = genuine;
                    text[place] = static_cast<char>(byte);
                    expect_same_as_table(*codec, text);
                }
    }
}

TEST(Base64urlCodecs, RefuseTheSameLastCharactersAndLengths) {
    std::mt19937 random(3);
    for (const Codec* codec : codecs_here())
        for (std::size_t size = 0; size <= 200; ++size) {
            std::string text = random_text(random, size);
            expect_same_as_table(*codec, text);
            ASSERT_FALSE(size % 4 == 1 && decode(*codec, text).accepted) << codec->name << " " << size;
            for (std::size_t last = 0; size > 0 && last < alphabet.size(); ++last) {
                text.back() = alphabet[last];
                expect_same_as_table(*codec, text);
            }
        }
}

TEST(Base64urlCodecs, JudgeRandomTextsAlike) {
    std::mt19937 random(4);
    for (int round = 0; round < 20'000; ++round) {
        std::string text = random_text(random, random() % 600);
        if (!text.empty() && round % 2 == 0) text[random() % text.size()] = static_cast<char>(random());
        for (const Codec* codec : codecs_here())
            expect_same_as_table(*codec, text);
    }
}

}  // namespace
}  // namespace watchword::jose::base64url
