#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace watchword::jose::json {
namespace {

std::string listed(const Value& value) {
    std::string text;
    for (const Member& member : value.members()) {
        text += std::string(member.name);
        text += '=';
        text += member.value.to_json();
        text += ' ';
    }
    for (const Value& element : value.each_element()) {
        text += element.to_json();
        text += ' ';
    }
    return text;
}

TEST(JsonRanges, GoThroughMembersAndElementsInOrder) {
    const auto document = Document::parse_object(R"({"a":1,"b":[true,{"c":[]},2.5,"x"],"d":{},"e":null,"f":"y"})");
    ASSERT_TRUE(document);
    const Value root = document->root();
    EXPECT_EQ(listed(root), R"(a=1 b=[true,{"c":[]},2.5,"x"] d={} e=null f="y" )");
    EXPECT_EQ(listed(*root.find("b")), R"(true {"c":[]} 2.5 "x" )");
    EXPECT_EQ(listed(*root.find("d")), "");
}

TEST(JsonRanges, AreEmptyForEverythingElse) {
    const auto document = Document::parse_object(R"({"a":1,"b":"x","c":null,"d":1.5,"e":true})");
    ASSERT_TRUE(document);
    for (const Member& member : document->root().members())
        EXPECT_EQ(listed(member.value), "") << member.name;
}

TEST(JsonDocument, SharesItsContentWithItsCopies) {
    std::optional<Document> original = Document::parse_object(R"({"a":"text"})").value();
    const Document copy = *original;
    const std::string_view text = *original->root().find("a")->string();
    original.reset();
    EXPECT_EQ(text, "text");
    EXPECT_EQ(copy.root().find("a")->string()->data(), text.data());
    EXPECT_GE(copy.bytes(), 4 * sizeof(std::uint64_t) + 9);
}

TEST(JsonDocument, IsCopiedToWhereSomebodyElseKeepsIt) {
    std::optional<Document> original = Document::parse_object(R"({"a":"text","b":[1,"\u00e9",{}],"c":""})").value();
    const std::string json = original->root().to_json();
    const auto place = std::make_shared<std::vector<std::uint64_t>>(original->bytes() / sizeof(std::uint64_t) + 1);
    const Document copy = original->copied_to(place->data());
    original.reset();
    EXPECT_EQ(copy.root().to_json(), json);
    EXPECT_EQ(place.use_count(), 1);
    const Document kept = copy.kept_by(place);
    EXPECT_EQ(place.use_count(), 2);
    EXPECT_EQ(kept.root().to_json(), json);
}

TEST(JsonDocument, IsReadFromBase64urlAsFromText) {
    for (const std::string_view text : {"{}", R"({"a":[1,2]})", "[1]", "{", "", "{\"a\":1,\"a\":2}", " { } "}) {
        const auto direct = Document::parse_object(text);
        const auto decoded = Document::parse_base64url_object(encode_base64url(as_bytes(text)));
        ASSERT_EQ(direct.has_value(), decoded.has_value()) << text;
        if (direct)
            EXPECT_EQ(direct->root().to_json(), decoded->root().to_json());
        else
            EXPECT_EQ(direct.error(), decoded.error()) << text;
    }
    EXPECT_EQ(Document::parse_base64url_object("e30=").error(), Error::malformed);
    EXPECT_EQ(Document::parse_base64url_object("e31").error(), Error::malformed);
    EXPECT_EQ(Document::parse_base64url_object("e30", {.bytes = 1}).error(), Error::too_large);
    EXPECT_TRUE(Document::parse_base64url_object("e30", {.bytes = 2}));
}

TEST(JsonQuoted, EscapesWhatMustBeAndNothingElse) {
    std::string out;
    append_quoted(out, "plain \xc3\xa4 text / of some length, longer than a vector");
    EXPECT_EQ(out, "\"plain \xc3\xa4 text / of some length, longer than a vector\"");
    for (int character = 0; character < 256; ++character) {
        std::string text(40, 'x');
        text[33] = static_cast<char>(character);
        out.clear();
        append_quoted(out, text);
        EXPECT_EQ(out.size() > 42, character < 0x20 || character == '"' || character == '\\') << character;
    }
}

TEST(JsonUtf8, TellsTextFromOtherBytes) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("\xf0\x9f\x94\x91 \xc3\xa4"));
    EXPECT_FALSE(is_utf8("\xc3"));
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
    EXPECT_FALSE(is_utf8("\xc0\xaf"));
}

}  // namespace
}  // namespace watchword::jose::json
