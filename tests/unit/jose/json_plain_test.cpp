// What is read the short way must be what the long way reads. An escape in front of a text leads it the long way.

#include <watchword/jose/json.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace watchword::jose::json {
namespace {

constexpr std::string_view refused = "refused";

std::string read_either_way(std::string_view text) {
    const auto document = Document::parse_object(text);
    return document ? document->root().to_json() : std::string(refused);
}

std::string read_the_long_way(std::string_view text) {
    std::string wrapped = R"({"\u0061":)";
    wrapped.append(text).append("}");
    const Limits one_more{.bytes = Limits{}.bytes + 16, .depth = Limits{}.depth + 1};
    const auto document = Document::parse_object(wrapped, one_more);
    // `1,"b":2` is no text of its own.
    if (!document || document->root().names().size() != 1) return std::string(refused);
    const Value value = *document->root().find("a");
    return value.kind() == Value::Kind::object ? value.to_json() : std::string(refused);
}

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t i = 1; i < depth; ++i)
        text += R"({"a":)";
    return text + "{}" + std::string(depth - 1, '}');
}

std::string members(std::size_t count, std::string_view last = "") {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i)
        text += (i == 0 ? "\"n" : ",\"n") + std::to_string(i) + "\":1";
    return text + std::string(last) + "}";
}

TEST(PlainJson, IsReadAsTheLongWayReadsIt) {
    const std::vector<std::string> texts{
        "{}",
        " { } ",
        R"({"a":1})",
        R"({"a":-1})",
        R"({"a":0})",
        R"({"a":true,"b":false,"c":null})",
        R"({"a":[],"b":{},"c":[1,"x",[2],{"d":3}]})",
        "{\n\t\"a\" : [ 1 , 2 ] ,\r\n \"b\" : \"c\" }",
        R"({"a":999999999999999999,"b":-999999999999999999})",
        R"({"":"","a":""})",
        R"({"a":"fifteen bytes..","b":"sixteen bytes...","c":"seventeen bytes.."})",
        R"({"a":"thirty-one bytes of plain text.","b":"thirty-two bytes of plain text..."})",
        nested(16),
        members(32),
        members(33),
        members(200)};
    for (const std::string& text : texts) {
        EXPECT_EQ(read_either_way(text), read_the_long_way(text)) << text;
        EXPECT_NE(read_either_way(text), refused) << text;
    }
}

// So small that simdjson would take other memory than was made ready.
TEST(PlainJson, MayBeASmallSecretOrNone) {
    for (const std::string_view text : {R"({"\n":2})", R"({"a":"\n"})", R"({"a":1.5})", R"({"k":"plain"})"}) {
        const auto document = Document::parse_secret_object(text);
        ASSERT_TRUE(document) << text;
        EXPECT_EQ(document->root().to_json(), text);
    }
}

TEST(PlainJson, LeavesTheRestToTheLongWay) {
    const std::vector<std::string> texts{R"({"a":1.5,"b":1e3,"c":-0,"d":0.0})",
                                         R"({"a":1000000000000000000})",
                                         R"({"a":9223372036854775807})",
                                         R"({"a":18446744073709551615})",
                                         R"({"a":"\n\u00e9\"\\"})",
                                         R"({"é":"ü"})",
                                         R"({"a":"\/"})"};
    for (const std::string& text : texts) {
        EXPECT_EQ(read_either_way(text), read_the_long_way(text)) << text;
        EXPECT_NE(read_either_way(text), refused) << text;
    }
}

TEST(PlainJson, IsRefusedIfItIsNoJson) {
    using namespace std::string_literals;
    const std::vector<std::string> texts{"",
                                         " ",
                                         "{",
                                         "}",
                                         "[]",
                                         "1",
                                         "\"a\"",
                                         "{\"a\"}",
                                         "{\"a\":}",
                                         "{\"a\":1,}",
                                         "{,}",
                                         "{\"a\":1 \"b\":2}",
                                         "{a:1}",
                                         "{\"a\":01}",
                                         "{\"a\":-}",
                                         "{\"a\":-01}",
                                         "{\"a\":+1}",
                                         "{\"a\":1.}",
                                         "{\"a\":.5}",
                                         "{\"a\":1e}",
                                         "{\"a\":0x1}",
                                         "{\"a\":tru}",
                                         "{\"a\":truely}",
                                         "{\"a\":nulll}",
                                         "{\"a\":NaN}",
                                         "{\"a\":[1,]}",
                                         "{\"a\":[,1]}",
                                         "{\"a\":[1 2]}",
                                         "{\"a\":[1}",
                                         "{\"a\":1]",
                                         "{\"a\":1}}",
                                         "{\"a\":1}{}",
                                         "{\"a\":1}\0"s,
                                         "{\"a\":\"\0\"}"s,
                                         "{\"a\":\"\t\"}",
                                         "{\"a\":\"\x7f\xff\"}",
                                         "{\"a\":\"",
                                         "{\"a\":\"b}",
                                         "{'a':1}",
                                         "{\"a\":1}x",
                                         "{\"a\":1,\"a\":2}",
                                         "{\"a\":{\"b\":1,\"b\":2}}",
                                         "{\"a\":[{\"b\":1,\"b\":2}]}",
                                         members(31, ",\"n0\":1"),
                                         members(40, ",\"n7\":1"),
                                         "{\"a\":99999999999999999999999}x",
                                         nested(17),
                                         "\xef\xbb\xbf{}"};
    for (const std::string& text : texts)
        EXPECT_EQ(read_either_way(text), refused) << text;
}

TEST(PlainJson, IsNotReadWithoutEndHoweverMuchDepthIsAllowed) {
    const auto outcome = [](std::size_t depth) -> std::string {
        const std::string text = R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
        const auto document = Document::parse_object(text, {.bytes = text.size(), .depth = text.size()});
        if (!document) return std::string(document.error().name());
        return document->root().to_json() == text ? "as it was" : "otherwise";
    };
    for (const std::size_t depth : {63U, 64U, 65U, 1000U})
        EXPECT_EQ(outcome(depth), "as it was") << depth;
    EXPECT_EQ(outcome(1'000'000), "malformed");
}

TEST(PlainJson, IsReadAlikeHoweverItIsBroken) {
    const std::string whole =
        R"({"iss":"https://id.example.com","sub":"user-1","aud":["a","b"],"exp":1764000000,"x":{"y":[null,-12,{}]}})";
    const std::string_view characters = "{}[]:,\"\\ 0123456789-+.eEtfnaus\t\n\x80\xc3\xa9";
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string text = whole;
        for (std::size_t edits = 1 + random() % 3; edits > 0; --edits) {
            const std::size_t at = random() % text.size();
            const char character = characters[random() % characters.size()];
            if (random() % 3 == 0)
                text.erase(at, 1);
            else if (random() % 2 == 0)
                text.insert(at, 1, character);
            else
                text[at] = character;
        }
        ASSERT_EQ(read_either_way(text), read_the_long_way(text)) << text;
    }
}

}  // namespace
}  // namespace watchword::jose::json
