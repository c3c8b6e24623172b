#include <watchword/jose/json.hpp>
#include <watchword/jose/json_object.hpp>

#include <limits>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace watchword::jose::json {
namespace {

std::string in_quotes(std::string_view text) {
    std::string json;
    append_quoted(json, text);
    return json;
}

TEST(ObjectWriter, isAWholeObjectAtAnyTime) {
    ObjectWriter object;
    EXPECT_EQ(object.view(), "{}");
    EXPECT_EQ(object.add("a", "x").view(), R"({"a":"x"})");
    EXPECT_EQ(object.add("b", std::vector<std::string>{}).view(), R"({"a":"x","b":[]})");
    EXPECT_EQ(object.add("c", std::vector<std::string>{"", "y", "["}).text(), R"({"a":"x","b":[],"c":["","y","["]})");
}

TEST(ObjectWriter, writesEachKindOfValue) {
    ObjectWriter object(0);
    object.add_flag("yes", true).add_flag("no", false).add_json("null", "null").add_json("nested", R"({"a":[1.5]})");
    object.add("least", std::numeric_limits<std::int64_t>::min()).add("most", std::numeric_limits<std::int64_t>::max());
    object.add("", "").add("text", "a \"quoted\" one");
    EXPECT_EQ(object.view(), R"({"yes":true,"no":false,"null":null,"nested":{"a":[1.5]},)"
                             R"("least":-9223372036854775808,"most":9223372036854775807,)"
                             R"("":"","text":"a \"quoted\" one"})");
    EXPECT_TRUE(Document::parse_object(object.view()));
}

TEST(ObjectWriter, escapesEachByteWhereverItStands) {
    for (std::size_t size = 1; size <= 35; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text(size, 'x');
                text[at] = static_cast<char>(byte);
                ObjectWriter object(0);
                object.add(text, text);
                ASSERT_EQ(object.view(), "{" + in_quotes(text) + ":" + in_quotes(text) + "}")
                    << size << ' ' << at << ' ' << byte;
                ASSERT_EQ(object.is_ascii(), byte < 128) << size << ' ' << at << ' ' << byte;
            }
        }
    }
}

TEST(ObjectWriter, growsWithWhatIsWritten) {
    for (std::size_t room : {0U, 1U, 40U, 100U}) {
        ObjectWriter object(room);
        std::string expected = "{";
        for (std::size_t size = 0; size < 300; ++size) {
            const std::string text(size, '\x01');
            object.add("n", static_cast<std::int64_t>(size)).add("t", text);
            if (size != 0) expected += ',';
            expected.append(R"("n":)").append(std::to_string(size)).append(R"(,"t":)").append(in_quotes(text));
            ASSERT_EQ(object.view(), expected + "}");
        }
    }
}

TEST(ObjectWriter, saysWhereItsLastMemberStandsAndTakesItAway) {
    ObjectWriter object;
    object.add("first", 1).add("last", "two");
    const ObjectWriter::Place last = object.last();
    EXPECT_EQ(object.view().substr(last.start, last.value - last.start), R"("last":)");
    EXPECT_EQ(object.view().substr(last.value, last.end - last.value), R"("two")");
    object.remove_last();
    EXPECT_EQ(object.view(), R"({"first":1})");
    EXPECT_EQ(object.add("again", 3).view(), R"({"first":1,"again":3})");
}

TEST(ObjectWriter, putsAnotherValueInThePlaceOfOne) {
    ObjectWriter object(0);
    object.add("a", "short");
    const ObjectWriter::Place place = object.last();
    object.add("b", 2);
    object.replace_value(place, in_quotes(std::string(500, 'y')));
    EXPECT_EQ(object.view(), R"({"a":")" + std::string(500, 'y') + R"(","b":2})");
    object.add("c", 3);
    object.replace_value({place.start, place.value, place.value + 502}, "0");
    EXPECT_EQ(object.view(), R"({"a":0,"b":2,"c":3})");
}

TEST(ObjectWriter, isEmptyAgainWithoutItsOnlyMember) {
    ObjectWriter object;
    object.add("only", 1).remove_last();
    EXPECT_EQ(object.view(), "{}");
    EXPECT_EQ(object.add("other", 2).view(), R"({"other":2})");
}

TEST(ObjectWriter, knowsItsLastMemberAfterAnotherGrew) {
    ObjectWriter object;
    object.add("a", 1);
    const ObjectWriter::Place first = object.last();
    object.add("b", 2);
    object.replace_value(first, "12345");
    object.remove_last();
    EXPECT_EQ(object.view(), R"({"a":12345})");
    object.replace_value({1, 5, 10}, "null");
    EXPECT_EQ(object.view(), R"({"a":null})");
}

TEST(ObjectWriter, isWholeAfterItWasMovedFrom) {
    ObjectWriter first;
    first.add("a", std::string(200, 'x'));
    const std::string before = first.text();
    ObjectWriter second = std::move(first);
    EXPECT_EQ(second.view(), before);
    EXPECT_EQ(first.add("b", std::string(3000, 'y')).view().size(), before.size() + 3007);
    EXPECT_EQ(second.view(), before);
}

}  // namespace
}  // namespace watchword::jose::json
