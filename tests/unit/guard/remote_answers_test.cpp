#include "remote_keys_fixture.hpp"

namespace watchword::guard::test {
namespace {

TEST_F(RemoteKeysTest, ignoreSecretsInAPublicSet) {
    const std::string secret =
        R"({"keys":[{"kty":"oct","kid":"s","alg":"HS256","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})";
    const LoopbackServer server([&](int) { return ok(secret); });
    const auto keys = source(server);
    const auto key = keys->find({jose::Algorithm::HS256, "s"});
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), Error::unknown_key);
}

TEST_F(RemoteKeysTest, refuseEveryAnswerButAKeySet) {
    const std::string huge(600 * 1024, ' ');
    const LoopbackServer elsewhere([](int) { return ok(key_set({"a"})); });
    for (const std::string& answer : {
             http_answer("404 Not Found", "", key_set({"a"})),
             http_answer("204 No Content", "", ""),
             http_answer("500 Internal Server Error", "", ""),
             http_answer("301 Moved Permanently", "Location: " + elsewhere.url() + "\r\n", ""),
             http_answer("302 Found", "Location: " + elsewhere.url() + "\r\n", key_set({"a"})),
             ok(""),
             ok("<html>"),
             ok("{}"),
             ok(R"({"keys":{}})"),
             ok(key_set({"a"}) + "x"),
             ok(huge + key_set({"a"})),
             "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + huge + key_set({"a"}),
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"keys\":[]}"),
             std::string("not HTTP at all\r\n\r\n"),
             std::string(),
         }) {
        const LoopbackServer server([&](int) { return answer; });
        const auto keys = source(server);
        EXPECT_EQ(find(*keys, "a"), "keys_unavailable") << answer.substr(0, 60);
    }
    EXPECT_EQ(elsewhere.requests(), 0) << "a redirect was followed";
}

TEST_F(RemoteKeysTest, acceptASetOfExactlyTheLimit) {
    const std::string set = key_set({"a"});
    const LoopbackServer server([&](int) { return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + set; });
    RemoteKeysOptions limited = options(server.url());
    limited.max_bytes = set.size();
    EXPECT_EQ(find(*source(limited), "a"), "found");
    limited.max_bytes = set.size() - 1;
    EXPECT_EQ(find(*source(limited), "a"), "keys_unavailable");
}

TEST_F(RemoteKeysTest, giveUpOnAServerThatHangs) {
    Gate gate;
    const LoopbackServer server([&](int) {
        gate.pass();
        return std::string();
    });
    RemoteKeysOptions impatient = options(server.url());
    impatient.total_timeout = Milliseconds(100);
    EXPECT_EQ(find(*source(impatient), "a"), "keys_unavailable");
    gate.open();
}

TEST_F(RemoteKeysTest, reportAPortWhereNobodyListens) {
    std::string url;
    {
        const LoopbackServer gone([](int) { return std::string(); });
        url = gone.url();
    }
    EXPECT_EQ(find(*source(options(url)), "a"), "keys_unavailable");
}

}  // namespace
}  // namespace watchword::guard::test
