#include <watchword/jose/json.hpp>

#include <ctime>
#include <thread>

#include <gtest/gtest.h>

namespace watchword::jose::json {
namespace {

using Kind = Value::Kind;

std::string outcome(std::string_view text, const Limits& limits = {}) {
    const auto document = Document::parse_object(text, limits);
    return document ? "ok" : std::string(document.error().name());
}

std::string nested(std::size_t arrays) {
    return R"({"a":)" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
}

TEST(Json, ReadsEveryKindOfValue) {
    const auto document = Document::parse_object(
        R"( {"s":"t\u00e9xt","i":-7,"f":1.5,"t":true,"n":null,"a":[1,[2],"x"],"o":{"in":"side"}} )");
    ASSERT_TRUE(document);
    const Value root = document->root();
    EXPECT_EQ(root.kind(), Kind::object);
    EXPECT_EQ(root.find("s")->string(), "t\u00e9xt");
    EXPECT_EQ(root.find("i")->integer(), -7);
    EXPECT_EQ(root.find("i")->number(), -7.0);
    EXPECT_EQ(root.find("f")->number(), 1.5);
    EXPECT_EQ(root.find("f")->integer(), std::nullopt);
    EXPECT_EQ(root.find("t")->boolean(), true);
    EXPECT_EQ(root.find("n")->kind(), Kind::null);
    EXPECT_EQ(root.find("a")->elements().size(), 3U);
    EXPECT_EQ(root.find("a")->elements()[2].string(), "x");
    EXPECT_EQ(root.find("o")->find("in")->string(), "side");
    EXPECT_FALSE(root.find("missing"));
    EXPECT_EQ(root.names(), (std::vector<std::string_view>{"s", "i", "f", "t", "n", "a", "o"}));
}

TEST(Json, AValueOfAnotherKindIsEmptyAndNotConverted) {
    const auto document = Document::parse_object(R"({"s":"1","i":1,"b":true})");
    ASSERT_TRUE(document);
    const Value root = document->root();
    EXPECT_FALSE(root.find("s")->integer());
    EXPECT_FALSE(root.find("i")->string());
    EXPECT_FALSE(root.find("i")->boolean());
    EXPECT_FALSE(root.find("b")->number());
    EXPECT_FALSE(root.find("s")->find("x"));
    EXPECT_TRUE(root.find("s")->elements().empty());
    EXPECT_TRUE(root.find("s")->names().empty());
}

TEST(Json, IntegersEndWhereInt64Ends) {
    const auto document = Document::parse_object(
        R"({"max":9223372036854775807,"min":-9223372036854775808,"more":9223372036854775808,"whole":1.0,"e":1e3})");
    ASSERT_TRUE(document);
    const Value root = document->root();
    EXPECT_EQ(root.find("max")->integer(), INT64_MAX);
    EXPECT_EQ(root.find("min")->integer(), INT64_MIN);
    EXPECT_EQ(root.find("more")->integer(), std::nullopt);
    EXPECT_EQ(root.find("more")->number(), 9223372036854775808.0);
    EXPECT_EQ(root.find("whole")->integer(), std::nullopt);
    EXPECT_EQ(root.find("e")->number(), 1000.0);
}

TEST(Json, IntegersBetweenInt64AndUint64AreLarge) {
    const auto document = Document::parse_object(
        R"({"a":9223372036854775807,"b":9223372036854775808,"c":18446744073709551615,"d":-1,"e":1.0})");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().find("a")->large_integer(), std::nullopt);
    EXPECT_EQ(document->root().find("b")->large_integer(), 9223372036854775808U);
    EXPECT_EQ(document->root().find("c")->large_integer(), 18446744073709551615U);
    EXPECT_EQ(document->root().find("d")->large_integer(), std::nullopt);
    EXPECT_EQ(document->root().find("e")->large_integer(), std::nullopt);
}

TEST(Json, AnyValueMayBeAtTheRootWhereThatIsAskedFor) {
    for (const std::string_view text : {"null", "true", "-7", "1.5", R"("text")", "[]", R"([1,{"a":[2]}])", "{}"}) {
        const auto document = Document::parse(text);
        ASSERT_TRUE(document) << text;
        EXPECT_EQ(document->root().to_json(), text);
        EXPECT_EQ(outcome(text), text == "{}" ? "ok" : "malformed") << text;
    }
    for (const std::string_view text : {"", " ", "1 2", "nul", "[1", R"("\ud800")", R"([{"a":1,"a":2}])"})
        EXPECT_EQ(Document::parse(text).error(), Error::malformed) << text;
    EXPECT_TRUE(Document::parse("[[[]]]", {.depth = 3}));
    EXPECT_EQ(Document::parse("[[[]]]", {.depth = 2}).error(), Error::too_large);
    EXPECT_EQ(Document::parse("12345", {.bytes = 4}).error(), Error::too_large);
}

TEST(Json, RefusesNumbersThatNothingCanHold) {
    EXPECT_EQ(outcome(R"({"a":18446744073709551615})"), "ok");
    EXPECT_EQ(outcome(R"({"a":18446744073709551616})"), "malformed");
    EXPECT_EQ(outcome(R"({"a":-9223372036854775809})"), "malformed");
    EXPECT_EQ(outcome(R"({"a":1e400})"), "malformed");
}

TEST(Json, RefusesWhatRfc8259DoesNotAllow) {
    for (const std::string_view text : {"",
                                        " ",
                                        "{",
                                        "}",
                                        "[]",
                                        "\"a\"",
                                        "1",
                                        "null",
                                        R"({"a":1)",
                                        R"({"a":1}})",
                                        R"({"a":1} x)",
                                        R"({"a":1}{})",
                                        R"({a:1})",
                                        R"({'a':1})",
                                        R"({"a":01})",
                                        R"({"a":1.})",
                                        R"({"a":.1})",
                                        R"({"a":+1})",
                                        R"({"a":01.e})",
                                        R"({"a":NaN})",
                                        R"({"a":nulll})",
                                        R"({"a":tru})",
                                        R"({"a":True})",
                                        R"({"a":1,})",
                                        R"({,"a":1})",
                                        R"({"a":[1,]})",
                                        R"({"a" 1})",
                                        R"({"a":1 "b":2})",
                                        R"({"a":"\x"})",
                                        R"({"a":"\u12"})",
                                        "{\"a\":\"\n\"}",
                                        "{\"a\":\"\t\"}",
                                        "{\"a\":1}//",
                                        "/**/{}",
                                        R"({"a":0x1})",
                                        "\xef\xbb\xbf{}",
                                        "{\"a\":\"\xff\"}",
                                        "{\"a\":\"\xc0\xaf\"}",
                                        "{\"a\":\"\xed\xa0\x80\"}",
                                        "{\"\xff\":1}",
                                        R"({"a":"\ud800"})",
                                        R"({"a":"\udc00"})",
                                        R"({"a":"\udc00\ud800"})",
                                        R"({"a":"\ud800x"})",
                                        R"({"\udfff":1})"}) {
        EXPECT_EQ(outcome(text), "malformed") << text;
    }
    EXPECT_EQ(outcome(std::string_view("{\"a\":1}\0", 8)), "malformed");
    EXPECT_EQ(outcome(std::string_view("{\"a\":\"\0\"}", 9)), "malformed");
    EXPECT_EQ(outcome(R"({"a":"\ud83d\ude00 \u0000"})"), "ok");
}

TEST(Json, RefusesARepeatedNameAtAnyLevelAndInAnySpelling) {
    for (const std::string_view text :
         {R"({"iss":1,"iss":1})", R"({"iss":1,"x":2,"\u0069ss":3})", R"({"a":{"b":1,"b":2}})",
          R"({"a":[{"b":1,"b":2}]})", R"({"":1,"":2})", R"({"a/b":1,"a\/b":2})", R"({"é":1,"\u00e9":2})"}) {
        EXPECT_EQ(outcome(text), "malformed") << text;
    }
    EXPECT_EQ(outcome(R"({"a":{"a":{"a":1}},"b":["a","a"],"c":"a"})"), "ok");
    EXPECT_EQ(outcome(R"({"iss":1,"Iss":2,"is":3,"isss":4})"), "ok");
}

std::string object_of(int members, std::string_view last) {
    std::string text = "{";
    for (int i = 0; i < members; ++i)
        text += "\"name" + std::to_string(i) + "\":0,";
    return text + "\"" + std::string(last) + "\":0}";
}

TEST(Json, FindsARepeatedNameInObjectsOfAnySize) {
    for (const int members : {1, 30, 31, 32, 33, 34, 500, 3000}) {
        EXPECT_EQ(outcome(object_of(members, "other")), "ok") << members;
        EXPECT_EQ(outcome(object_of(members, "name0")), "malformed") << members;
        EXPECT_EQ(outcome(object_of(members, "name" + std::to_string(members - 1))), "malformed") << members;
    }
}

TEST(Json, AnObjectOfManyNamesCostsNoQuadraticTime) {
    constexpr Limits limits{.bytes = 8 * 1024 * 1024, .depth = 4};
    const std::string text = object_of(200'000, "other");
    const std::clock_t start = std::clock();
    EXPECT_EQ(outcome(text, limits), "ok");
    // Processor time, so that a busy machine does not matter; comparing all pairs would take minutes.
    EXPECT_LT(std::clock() - start, 5 * CLOCKS_PER_SEC);
}

TEST(Json, TheDepthLimitIsExact) {
    EXPECT_EQ(outcome(nested(15)), "ok");
    EXPECT_EQ(outcome(nested(16)), "too_large");
    EXPECT_EQ(outcome("{}", {.bytes = 100, .depth = 1}), "ok");
    EXPECT_EQ(outcome(R"({"a":{}})", {.bytes = 100, .depth = 1}), "too_large");
}

TEST(Json, AnAbsurdDepthIsRefusedAndDoesNotOverflowTheStack) {
    EXPECT_NE(outcome(nested(30'000)), "ok");
    EXPECT_NE(outcome(nested(3'000'000), {.bytes = 16 * 1024 * 1024, .depth = 4'000'000}), "ok");
}

TEST(Json, TheSizeLimitIsExact) {
    const std::string text = R"({"a":"0123456789"})";
    EXPECT_EQ(outcome(text, {.bytes = text.size(), .depth = 16}), "ok");
    EXPECT_EQ(outcome(text, {.bytes = text.size() - 1, .depth = 16}), "too_large");
}

TEST(Json, ReadsNoLongerStringThanItsFormCanHold) {
    const Limits no_limit{.bytes = std::numeric_limits<std::size_t>::max()};
    const std::string longest(0xff'ffff, 'x');
    const auto document = Document::parse('"' + longest + '"', no_limit);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().string(), longest);
    EXPECT_EQ(Document::parse('"' + longest + "x\"", no_limit).error(), Error::too_large);
    EXPECT_EQ(Document::parse_secret_object(std::string(0x100'0002, ' '), no_limit).error(), Error::too_large);
}

TEST(Json, WritesWhatItRead) {
    constexpr std::string_view text =
        R"({"s":"a\"\\\u0001\n/é","i":-7,"u":18446744073709551615,"f":1.5,"w":1.0,"t":true,"n":null,"a":[1,[],{}],"o":{"x":{}}})";
    const auto document = Document::parse_object(text);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().to_json(), text);
    EXPECT_EQ(document->root().find("a")->to_json(), "[1,[],{}]");
}

TEST(Json, ADocumentOutlivesTheParserTheThreadAndItsOwnMoves) {
    std::optional<Document> document;
    std::thread([&] { document = std::move(*Document::parse_object(R"({"a":"first"})")); }).join();
    const auto other = Document::parse_object(R"({"b":"second, and longer than the first"})");
    const Value root = document->root();
    const Document moved = std::move(*document);
    EXPECT_EQ(root.find("a")->string(), "first");
    EXPECT_EQ(moved.root().to_json(), R"({"a":"first"})");
    EXPECT_TRUE(other);
}

TEST(Json, ASecretObjectReadsTheSame) {
    const auto document = Document::parse_secret_object(R"({"d":"secret","a":[1]})");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().find("d")->string(), "secret");
    EXPECT_FALSE(Document::parse_secret_object(R"({"d":1,"d":2})"));
    EXPECT_FALSE(Document::parse_secret_object(""));
}

}  // namespace
}  // namespace watchword::jose::json
