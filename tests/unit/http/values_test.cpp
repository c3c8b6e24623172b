// The values around a request: forms, cookies, dates, addresses, proxies, responses as bytes.

#include <watchword/http/cookies.hpp>
#include <watchword/http/date.hpp>
#include <watchword/http/form.hpp>
#include <watchword/http/forwarded.hpp>
#include <watchword/http/response_writer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::http {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;

TEST(Form, decodes_pairs_in_order_and_keeps_repeated_names) {
    const auto form = parse_form("a=1&b=x+y%21&a=%C3%A4&c&&d=e=f");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->size(), 5U);
    EXPECT_THAT(form->all("a"), ElementsAre("1", "\xc3\xa4"));
    EXPECT_EQ(form->count("a"), 2U);
    EXPECT_EQ(*form->find("b"), "x y!");
    EXPECT_EQ(*form->find("c"), "");
    EXPECT_EQ(*form->find("d"), "e=f");
    EXPECT_EQ(form->find("e"), nullptr);
    EXPECT_TRUE(parse_form("")->empty());
}

TEST(Form, refuses_broken_percent_sequences_and_NUL) {
    for (const std::string& text : {"a=%"s, "a=%2"s, "a=%g0"s, "a=%0g"s, "%zz=1"s, "a=%00"s, "a=\0"s, "a=% 1"s}) {
        EXPECT_EQ(parse_form(text).error(), Error::invalid_form) << text;
    }
}

TEST(Form, holds_the_limit_of_pairs_on_both_sides) {
    std::string text;
    for (std::size_t count = 0; count < max_form_pairs; ++count)
        text += "a=1&";
    EXPECT_TRUE(parse_form(text));
    EXPECT_EQ(parse_form(text + "a=1").error(), Error::invalid_form);
}

TEST(Form, encodes_what_it_decodes) {
    std::string every;
    for (int byte = 1; byte < 256; ++byte)
        every += static_cast<char>(byte);
    EXPECT_EQ(*percent_decode(percent_encode(every)), every);
    EXPECT_EQ(percent_encode("a b+c/~"), "a%20b%2Bc%2F~");
    EXPECT_EQ(*percent_decode("a+b"), "a+b");
}

TEST(Form, knows_its_content_type) {
    EXPECT_TRUE(is_form_content_type("application/x-www-form-urlencoded"));
    EXPECT_TRUE(is_form_content_type("Application/X-WWW-Form-Urlencoded ; charset=utf-8"));
    EXPECT_FALSE(is_form_content_type("application/x-www-form-urlencodedx"));
    EXPECT_FALSE(is_form_content_type("multipart/form-data"));
}

TEST(Cookies, are_read_from_every_field) {
    Headers headers;
    headers.add("Cookie", "a=1; b=\"two\";c = 3 ; junk; A=other");
    headers.add("cookie", "a=9; d=x=y");
    const Cookies cookies(headers);
    EXPECT_EQ(cookies.find("a"), "1");
    EXPECT_EQ(cookies.count("a"), 2U);
    EXPECT_EQ(cookies.find("b"), "two");
    EXPECT_EQ(cookies.find("c"), "3");
    EXPECT_EQ(cookies.find("d"), "x=y");
    EXPECT_EQ(cookies.find("junk"), std::nullopt);
}

TEST(Cookies, are_set_with_careful_defaults) {
    const SetCookie cookie{.name = "__Host-s", .value = "v"};
    EXPECT_EQ(cookie.to_header(), "__Host-s=v; Path=/; HttpOnly; Secure; SameSite=Lax");
    EXPECT_EQ(expired(cookie).to_header(), "__Host-s=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
    const SetCookie other{.name = "s",
                          .value = "",
                          .path = "/a",
                          .max_age = std::chrono::seconds(60),
                          .http_only = false,
                          .secure = false,
                          .same_site = SameSite::strict};
    EXPECT_EQ(other.to_header(), "s=; Path=/a; Max-Age=60; SameSite=Strict");
}

TEST(Cookies, that_no_browser_would_keep_are_a_bug) {
    for (const SetCookie& cookie :
         {SetCookie{.name = "", .value = "v"}, SetCookie{.name = "a b", .value = "v"},
          SetCookie{.name = "a", .value = "v;w"}, SetCookie{.name = "a", .value = "v\r\nX: y"},
          SetCookie{.name = "a", .value = "v", .path = "x"}, SetCookie{.name = "__Host-a", .value = "v", .path = "/x"},
          SetCookie{.name = "__Host-a", .value = "v", .secure = false},
          SetCookie{.name = "a", .value = "v", .secure = false, .same_site = SameSite::none}}) {
        EXPECT_THROW(static_cast<void>(cookie.to_header()), std::invalid_argument) << cookie.name;
    }
}

TEST(Date, is_written_as_IMF_fixdate) {
    EXPECT_EQ(format_date(from_unix_seconds(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
    DateCache cache;
    EXPECT_EQ(cache.at(from_unix_seconds(784111777) + Milliseconds(999)), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(cache.at(from_unix_seconds(784111778)), "Sun, 06 Nov 1994 08:49:38 GMT");
}

TEST(Network, contains_what_shares_its_prefix) {
    const auto contains = [](const char* network, const char* address) {
        return Network::parse(network)->contains(*IpAddress::parse(address));
    };
    EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.128"));
    EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(contains("192.0.2.1", "::ffff:192.0.2.1"));
    EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_FALSE(contains("0.0.0.0/0", "::1"));
    EXPECT_TRUE(contains("::/0", "192.0.2.1"));
}

TEST(Network, refuses_what_is_not_one) {
    for (const char* text :
         {"", "a", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "::/129", "1/2/3"}) {
        EXPECT_EQ(Network::parse(text).error(), Error::invalid_configuration) << text;
    }
}

TEST(IpAddress, is_counted_by_its_64_bit_network_for_IPv6) {
    const auto counted = [](const char* text) { return IpAddress::parse(text)->counted(); };
    EXPECT_EQ(counted("2001:db8::1"), counted("2001:db8::ffff:1"));
    EXPECT_NE(counted("2001:db8::1"), counted("2001:db8:0:1::1"));
    EXPECT_NE(counted("192.0.2.1"), counted("192.0.2.2"));
    EXPECT_EQ(IpAddress::parse("::ffff:192.0.2.1")->to_string(), "192.0.2.1");
}

struct Hops {
    const char* peer;
    const char* field;
    const char* value;
    const char* client;
};

TEST(TrustedProxies, find_the_nearest_hop_that_is_not_one_of_them) {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "2001:db8::/32"});
    ASSERT_TRUE(proxies);
    for (const Hops& hops : {
             Hops{"192.0.2.1", "X-Forwarded-For", "203.0.113.9", "192.0.2.1"},
             Hops{"10.0.0.1", "X-Forwarded-For", "203.0.113.9", "203.0.113.9"},
             Hops{"10.0.0.1", "X-Forwarded-For", "198.51.100.1, 203.0.113.9", "203.0.113.9"},
             Hops{"10.0.0.1", "X-Forwarded-For", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"},
             Hops{"10.0.0.1", "X-Forwarded-For", "10.0.0.3,10.0.0.2", "10.0.0.3"},
             Hops{"10.0.0.1", "X-Forwarded-For", "203.0.113.9, unknown", "10.0.0.1"},
             Hops{"10.0.0.1", "X-Forwarded-For", "203.0.113.9:4711", "203.0.113.9"},
             Hops{"10.0.0.1", "X-Forwarded-For", "[2001:db9::1]:4711", "2001:db9::1"},
             Hops{"10.0.0.1", "X-Forwarded-For", "2001:db9::1", "2001:db9::1"},
             Hops{"10.0.0.1", "X-Forwarded-For", "", "10.0.0.1"},
             Hops{"10.0.0.1", "Forwarded", "for=203.0.113.9;proto=https", "203.0.113.9"},
             Hops{"10.0.0.1", "Forwarded", "for=1.1.1.1, proto=https;For=\"[2001:db9::1]:80\"", "2001:db9::1"},
             Hops{"10.0.0.1", "Forwarded", "for=_hidden", "10.0.0.1"},
             Hops{"10.0.0.1", "X-Other", "203.0.113.9", "10.0.0.1"},
         }) {
        Headers headers;
        headers.add(hops.field, hops.value);
        EXPECT_EQ(proxies->client(*IpAddress::parse(hops.peer), headers).to_string(), hops.client) << hops.value;
    }
}

TEST(TrustedProxies, may_say_that_the_client_speaks_https) {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8"});
    const IpAddress trusted = *IpAddress::parse("10.0.0.1");
    const IpAddress stranger = *IpAddress::parse("192.0.2.1");
    Headers headers;
    EXPECT_EQ(proxies->scheme(Scheme::http, trusted, headers), Scheme::http);
    EXPECT_EQ(proxies->scheme(Scheme::https, stranger, headers), Scheme::https);
    headers.add("X-Forwarded-Proto", "http, HTTPS");
    EXPECT_EQ(proxies->scheme(Scheme::http, trusted, headers), Scheme::https);
    EXPECT_EQ(proxies->scheme(Scheme::http, stranger, headers), Scheme::http);
    Headers forwarded;
    forwarded.add("Forwarded", "for=a;proto=https");
    EXPECT_EQ(proxies->scheme(Scheme::http, trusted, forwarded), Scheme::https);
}

TEST(TrustedProxies, refuse_a_network_that_is_not_one) {
    EXPECT_EQ(TrustedProxies::parse({"10.0.0.0/8", "nginx"}).error(), Error::invalid_configuration);
}

std::string written(const Response& response, const Framing& framing) {
    std::string out;
    append_response(out, response, framing);
    return out;
}

TEST(ResponseWriter, owns_the_framing) {
    Response response = Response::text(200, "abc");
    response.headers.add("Content-Length", "99");
    response.headers.add("transfer-encoding", "chunked");
    response.headers.add("Connection", "upgrade");
    EXPECT_EQ(written(response, {.date = "D", .request_id = "I", .persistence = Persistence::keep_alive}),
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\nDate: D\r\n"
              "X-Request-Id: I\r\n\r\nabc");
    EXPECT_THAT(written(response, {.persistence = Persistence::close}),
                testing::HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(written(response, {.persistence = Persistence::keep_alive_1_0}),
                testing::HasSubstr("\r\nConnection: keep-alive\r\n"));
}

TEST(ResponseWriter, sends_no_body_where_none_may_be) {
    const Response ok = Response::text(200, "abc");
    EXPECT_THAT(written(ok, {.omit_body = true}), testing::EndsWith("\r\n\r\n"));
    EXPECT_THAT(written(ok, {.omit_body = true}), testing::HasSubstr("Content-Length: 3\r\n"));
    for (const int status : {204, 304}) {
        const std::string bytes = written(Response::text(status, "abc"), {});
        EXPECT_THAT(bytes, testing::EndsWith("\r\n\r\n"));
        EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("Content-Length")));
    }
}

TEST(ResponseWriter, refuses_to_forge_a_header) {
    const auto with = [](std::string name, std::string value) {
        Response response;
        response.headers.add(std::move(name), std::move(value));
        return response;
    };
    EXPECT_TRUE(is_sendable(with("A", "b c\t\xc3\xa4")));
    EXPECT_FALSE(is_sendable(with("A", "b\r\nC: d")));
    EXPECT_FALSE(is_sendable(with("A", "b\nc")));
    EXPECT_FALSE(is_sendable(with("A", "b\0c"s)));
    EXPECT_FALSE(is_sendable(with("A:", "b")));
    EXPECT_FALSE(is_sendable(with("", "b")));
    EXPECT_FALSE(is_sendable(Response{.status = 199, .headers = {}, .body = {}}));
    EXPECT_TRUE(is_sendable(Response{.status = 200, .headers = {}, .body = {}}));
    EXPECT_TRUE(is_sendable(Response{.status = 599, .headers = {}, .body = {}}));
    EXPECT_FALSE(is_sendable(Response{.status = 600, .headers = {}, .body = {}}));
}

TEST(Headers, are_found_without_case_and_replaced_as_one) {
    Headers headers;
    headers.add("A", "1");
    headers.add("a", "2");
    EXPECT_EQ(headers.find("a"), "1");
    EXPECT_THAT(headers.all("A"), ElementsAre("1", "2"));
    headers.set("A", "3");
    EXPECT_THAT(headers.all("a"), ElementsAre("3"));
    EXPECT_EQ(headers.find("b"), std::nullopt);
}

}  // namespace
}  // namespace watchword::http
