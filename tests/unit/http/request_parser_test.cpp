#include <watchword/http/request_parser.hpp>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::http {
namespace {

using State = RequestParser::State;
using namespace std::string_literals;

constexpr ParserLimits small_limits{.header_bytes = 256, .body_bytes = 16, .target_bytes = 64, .fields = 5};

RequestParser parsed(std::string_view bytes, const ParserLimits& limits = {}) {
    RequestParser parser(limits);
    parser.feed(bytes);
    return parser;
}

std::string get(std::string_view fields) {
    return "GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n";
}
std::string post(std::string_view fields, std::string_view body = {}) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}
std::string chunked(std::string_view body) {
    return post("Transfer-Encoding: chunked\r\n", body);
}

TEST(RequestParser, reads_method_path_query_headers_and_body) {
    RequestParser parser =
        parsed("POST /a%20b?c=d?e HTTP/1.1\r\nHost: x:80\r\nX-One:  two \r\nContent-Length: 3\r\n\r\nabc");
    ASSERT_EQ(parser.state(), State::complete);
    const Request& request = parser.request();
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.path, "/a%20b");
    EXPECT_EQ(request.query, "c=d?e");
    EXPECT_EQ(request.headers.find("x-one"), "two");
    EXPECT_EQ(request.body, "abc");
    EXPECT_TRUE(parser.keep_alive());
}

struct Refused {
    const char* what;
    std::string bytes;
    int status;
};
void PrintTo(const Refused& refused, std::ostream* out) {
    *out << refused.what;
}

class RefusedRequest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRequest, gets_its_status) {
    const RequestParser parser = parsed(GetParam().bytes);
    ASSERT_EQ(parser.state(), State::refused) << GetParam().what;
    EXPECT_EQ(parser.status(), GetParam().status) << GetParam().what << ": " << parser.reason();
    EXPECT_FALSE(parser.keep_alive());
}

TEST_P(RefusedRequest, gets_it_also_when_it_comes_byte_by_byte) {
    RequestParser parser{ParserLimits{}};
    for (const char byte : GetParam().bytes)
        parser.feed({&byte, 1});
    ASSERT_EQ(parser.state(), State::refused) << GetParam().what;
    EXPECT_EQ(parser.status(), GetParam().status) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Framing, RefusedRequest,
    testing::Values(Refused{"length and encoding", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
                    Refused{"encoding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400},
                    Refused{"gzip", post("Transfer-Encoding: gzip\r\n"), 501},
                    Refused{"identity", post("Transfer-Encoding: identity\r\n"), 501},
                    Refused{"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
                    Refused{"chunked, gzip", post("Transfer-Encoding: chunked, gzip\r\n"), 400},
                    Refused{"chunked twice in one field", post("Transfer-Encoding: chunked, chunked\r\n"), 400},
                    Refused{"chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
                    Refused{"gzip, then chunked", post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
                            501},
                    Refused{"chunked with a vertical tab", post("Transfer-Encoding: \vchunked\r\n"), 400},
                    Refused{"quoted chunked", post("Transfer-Encoding: \"chunked\"\r\n"), 501},
                    Refused{"xchunked", post("Transfer-Encoding: xchunked\r\n"), 501},
                    Refused{"chunked;q=1", post("Transfer-Encoding: chunked;q=1\r\n"), 501},
                    Refused{"empty encoding", post("Transfer-Encoding: \r\n"), 400},
                    Refused{"encoding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
                    Refused{"differing lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n"), 400},
                    Refused{"repeated length", post("Content-Length: 3\r\nContent-Length: 3\r\n"), 400},
                    Refused{"list of lengths", post("Content-Length: 3, 3\r\n"), 400},
                    Refused{"negative length", post("Content-Length: -1\r\n"), 400},
                    Refused{"signed length", post("Content-Length: +3\r\n"), 400},
                    Refused{"hexadecimal length", post("Content-Length: 0x3\r\n"), 400},
                    Refused{"length with a space inside", post("Content-Length: 3 3\r\n"), 400},
                    Refused{"empty length", post("Content-Length: \r\n"), 400},
                    Refused{"length beyond 64 bits", post("Content-Length: 18446744073709551616\r\n"), 400},
                    Refused{"largest length", post("Content-Length: 18446744073709551615\r\n"), 413}));

INSTANTIATE_TEST_SUITE_P(
    Lines, RefusedRequest,
    testing::Values(Refused{"bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
                    Refused{"bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
                    Refused{"bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
                    Refused{"bare CR in a value", get("Host: a\r\nX: a\rb\r\n"), 400},
                    Refused{"bare CR before the colon", get("Host: a\r\nX\r: b\r\n"), 400},
                    Refused{"folded line", get("Host: a\r\nX: a\r\n b\r\n"), 400},
                    Refused{"folded with a tab", get("Host: a\r\nX: a\r\n\tb\r\n"), 400},
                    Refused{"space before the first field", get(" Host: a\r\n"), 400},
                    Refused{"space before the colon", get("Host : a\r\n"), 400},
                    Refused{"tab before the colon", get("Host: a\r\nContent-Length\t: 3\r\n"), 400},
                    Refused{"no colon", get("Host: a\r\nX\r\n"), 400},
                    Refused{"empty name", get("Host: a\r\n: b\r\n"), 400},
                    Refused{"NUL in a value", get("Host: a\r\nX: a\0b\r\n"s), 400},
                    Refused{"NUL in a name", get("Host: a\r\nX\0: b\r\n"s), 400},
                    Refused{"control character", get("Host: a\r\nX: a\x01\r\n"), 400},
                    Refused{"DEL", get("Host: a\r\nX: a\x7f\r\n"), 400},
                    Refused{"parenthesis in a name", get("Host: a\r\nX(: b\r\n"), 400},
                    Refused{"broken Connection", get("Host: a\r\nConnection: (\r\n"), 400},
                    Refused{"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"bare CR first", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"bare LF first", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    RequestLine, RefusedRequest,
    testing::Values(Refused{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
                    Refused{"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
                    Refused{"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
                    Refused{"HTTP/0.9 with a version", "GET / HTTP/0.9\r\n\r\n", 505},
                    Refused{"HTTP/0.9", "GET /\r\n\r\n", 400},
                    Refused{"lower-case protocol", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"long version", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
                    Refused{"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
                    Refused{"space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"no method", " / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"relative target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"asterisk with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"raw UTF-8", "GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"ftp", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"absolute without host", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"absolute with user", "GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501},
                    Refused{"TLS", "\x16\x03\x01\x02\x01\x01\n\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    Host, RefusedRequest,
    testing::Values(Refused{"none", get(""), 400}, Refused{"two", get("Host: a\r\nHost: a\r\n"), 400},
                    Refused{"two in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
                    Refused{"empty", get("Host: \r\n"), 400}, Refused{"space inside", get("Host: a b\r\n"), 400},
                    Refused{"list", get("Host: a/b\r\n"), 400}, Refused{"user", get("Host: u@a\r\n"), 400},
                    Refused{"only a port", get("Host: :80\r\n"), 400},
                    Refused{"text as port", get("Host: a:b\r\n"), 400},
                    Refused{"port too large", get("Host: a:65536\r\n"), 400},
                    Refused{"open bracket", get("Host: [::1\r\n"), 400},
                    Refused{"no IPv6 in brackets", get("Host: [a]\r\n"), 400},
                    Refused{"missing with absolute-form", "GET http://a/ HTTP/1.1\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    Chunks, RefusedRequest,
    testing::Values(Refused{"no size", chunked("\r\n"), 400}, Refused{"not a size", chunked("x\r\n"), 400},
                    Refused{"0x prefix", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
                    Refused{"space before the size", chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400},
                    Refused{"space behind the size", chunked("3 3\r\nabc\r\n0\r\n\r\n"), 400},
                    Refused{"negative", chunked("-3\r\nabc\r\n"), 400},
                    Refused{"bare LF behind the size", chunked("3\nabc\r\n0\r\n\r\n"), 400},
                    Refused{"bare LF in an extension", chunked("3;a\nb\r\nabc\r\n0\r\n\r\n"), 400},
                    Refused{"bare CR in an extension", chunked("3;a\rb\r\nabc\r\n0\r\n\r\n"), 400},
                    Refused{"data longer than its size", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400},
                    Refused{"bare LF behind the data", chunked("3\r\nabc\n0\r\n\r\n"), 400},
                    Refused{"bare LF at the end", chunked("0\r\n\n"), 400},
                    Refused{"bare LF behind a trailer", chunked("0\r\nX: y\n\r\n"), 400},
                    Refused{"control character in a trailer", chunked("0\r\nX: \x01\r\n\r\n"), 400},
                    Refused{"larger than the limit", chunked("40001\r\n"), 413},
                    Refused{"wraps 64 bits", chunked("10000000000000001\r\n"), 413},
                    Refused{"endless extension", chunked("1;" + std::string(300, 'a')), 400},
                    Refused{"endless zeros", chunked(std::string(300, '0')), 400},
                    Refused{"endless trailers", chunked("0\r\n" + std::string(5000, 'a')), 400}));

INSTANTIATE_TEST_SUITE_P(Expect, RefusedRequest,
                         testing::Values(Refused{"unknown", post("Expect: a-pony\r\nContent-Length: 1\r\n"), 417},
                                         Refused{"list", post("Expect: 100-continue, a\r\n"), 417}));

TEST(RequestParser, reads_chunks_with_extensions_and_drops_trailers) {
    RequestParser parser =
        parsed(chunked("3;a=\"b\"\r\nabc\r\n0A ;x\r\n0123456789\r\n000\r\nContent-Length: 9\r\n\r\n"));
    ASSERT_EQ(parser.state(), State::complete);
    EXPECT_EQ(parser.request().body, "abc0123456789");
    EXPECT_EQ(parser.request().headers.find("Content-Length"), std::nullopt);
}

TEST(RequestParser, takes_a_request_in_any_pieces) {
    const std::string bytes = chunked("3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: u\r\n\r\n");
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        RequestParser parser{ParserLimits{}};
        const std::size_t used = parser.feed(std::string_view(bytes).substr(0, cut));
        ASSERT_EQ(used, cut);
        parser.feed(std::string_view(bytes).substr(cut));
        ASSERT_EQ(parser.state(), State::complete) << cut;
        ASSERT_EQ(parser.request().body, "abcde") << cut;
    }
}

TEST(RequestParser, leaves_the_next_request_alone) {
    const std::string first = post("Content-Length: 2\r\n", "ab");
    RequestParser parser{ParserLimits{}};
    EXPECT_EQ(parser.feed(first + "GET /next HTTP/1.1\r\n"), first.size());
    ASSERT_EQ(parser.state(), State::complete);
    EXPECT_EQ(parser.feed("more"), 0U);
}

TEST(RequestParser, ignores_one_empty_line_before_the_request) {
    EXPECT_EQ(parsed("\r\n" + get("Host: a\r\n")).state(), State::complete);
    const RequestParser parser = parsed("\r\n");
    EXPECT_EQ(parser.state(), State::header);
    EXPECT_FALSE(parser.started());
}

TEST(RequestParser, takes_every_form_of_target) {
    struct Case {
        const char* line;
        const char* path;
        const char* query;
        const char* host;
    };
    for (const Case& expected :
         {Case{"GET /", "/", "", "a"}, Case{"GET /?x", "/", "x", "a"}, Case{"GET //b/../c", "//b/../c", "", "a"},
          Case{"OPTIONS *", "*", "", "a"}, Case{"GET http://b:80/c?d", "/c", "d", "b:80"},
          Case{"GET HTTPS://b", "/", "", "b"}, Case{"GET http://[::1]?d", "/", "d", "[::1]"}}) {
        RequestParser parser = parsed(std::string(expected.line) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_EQ(parser.state(), State::complete) << expected.line;
        EXPECT_EQ(parser.request().path, expected.path);
        EXPECT_EQ(parser.request().query, expected.query);
        EXPECT_THAT(parser.request().headers.all("Host"), testing::ElementsAre(expected.host));
    }
}

TEST(RequestParser, keeps_the_connection_as_version_and_field_say) {
    struct Case {
        const char* bytes;
        bool keep_alive;
    };
    for (const Case& expected :
         {Case{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
          Case{"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", false},
          Case{"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n\r\n", false},
          Case{"GET / HTTP/1.0\r\n\r\n", false}, Case{"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
          Case{"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", true}}) {
        const RequestParser parser = parsed(expected.bytes);
        ASSERT_EQ(parser.state(), State::complete) << expected.bytes;
        EXPECT_EQ(parser.keep_alive(), expected.keep_alive) << expected.bytes;
    }
}

TEST(RequestParser, names_every_method_and_lets_the_router_judge_others) {
    struct Case {
        const char* name;
        Method method;
    };
    for (const Case& expected :
         {Case{"GET", Method::get}, Case{"HEAD", Method::head}, Case{"POST", Method::post}, Case{"PUT", Method::put},
          Case{"PATCH", Method::patch}, Case{"DELETE", Method::del}, Case{"OPTIONS", Method::options},
          Case{"TRACE", Method::other}, Case{"get", Method::other}, Case{"BREW", Method::other}}) {
        RequestParser parser = parsed(std::string(expected.name) + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_EQ(parser.state(), State::complete) << expected.name;
        EXPECT_EQ(parser.request().method, expected.method) << expected.name;
    }
}

TEST(RequestParser, expects_continue_only_until_the_body_begins) {
    RequestParser parser = parsed(post("Content-Length: 2\r\nExpect: 100-Continue\r\n"));
    EXPECT_TRUE(parser.expects_continue());
    parser.feed("a");
    EXPECT_FALSE(parser.expects_continue());
    EXPECT_FALSE(parsed(post("Content-Length: 2\r\nExpect: 100-continue\r\n", "a")).expects_continue());
    EXPECT_FALSE(parsed(post("Expect: 100-continue\r\n")).expects_continue());
    EXPECT_FALSE(parsed("POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n").expects_continue());
}

TEST(RequestParser, holds_each_limit_on_both_sides) {
    const auto header_of = [](std::size_t size) {
        const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    EXPECT_EQ(parsed(header_of(256), small_limits).state(), State::complete);
    EXPECT_EQ(parsed(header_of(257), small_limits).status(), 431);
    EXPECT_EQ(parsed(header_of(257), small_limits).state(), State::refused);

    const auto with_target = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    EXPECT_EQ(parsed(with_target(64), small_limits).state(), State::complete);
    EXPECT_EQ(parsed(with_target(65), small_limits).status(), 414);
    EXPECT_EQ(parsed("GET /" + std::string(300, 'x'), small_limits).status(), 414);
    EXPECT_EQ(parsed("GET /" + std::string(300, 'x'), small_limits).state(), State::refused);

    EXPECT_EQ(parsed(get("Host: a\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n"), small_limits).state(), State::complete);
    EXPECT_EQ(parsed(get("Host: a\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\n"), small_limits).status(), 431);

    EXPECT_EQ(parsed(post("Content-Length: 16\r\n", std::string(16, 'b')), small_limits).state(), State::complete);
    EXPECT_EQ(parsed(post("Content-Length: 17\r\n"), small_limits).status(), 413);
    EXPECT_EQ(parsed(chunked("8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n"), small_limits).state(), State::complete);
    EXPECT_EQ(parsed(chunked("8\r\n12345678\r\n9\r\n"), small_limits).status(), 413);
    EXPECT_EQ(parsed(chunked("8\r\n12345678\r\n9\r\n"), small_limits).state(), State::refused);
}

TEST(RequestParser, holds_the_header_limit_also_byte_by_byte) {
    RequestParser parser{small_limits};
    const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    parser.feed(start);
    for (std::size_t fed = start.size(); fed < 256; ++fed)
        parser.feed("x");
    EXPECT_EQ(parser.state(), State::header);
    parser.feed("x");
    EXPECT_EQ(parser.state(), State::refused);
    EXPECT_EQ(parser.status(), 431);
}

}  // namespace
}  // namespace watchword::http
