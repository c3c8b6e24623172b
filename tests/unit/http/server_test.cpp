#include <set>

#include "running_server.hpp"
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>

namespace watchword::http {
namespace {

using testing::HasSubstr;

TEST(Server, answers_on_a_connection_that_stays_open) {
    RunningServer server;
    Client client(server);
    for (const std::string_view path : {"/", "/pool", "/"}) {
        const Answer answer = client.ask(get_of(path));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, path == "/" ? "hello" : "pooled");
        EXPECT_TRUE(answer.has("Date: "));
        EXPECT_TRUE(answer.has("X-Request-Id: "));
        EXPECT_FALSE(answer.has("Server:"));
        EXPECT_FALSE(answer.has("Connection:"));
    }
}

TEST(Server, gives_every_request_an_id_of_its_own) {
    RunningServer server;
    std::set<std::string> ids;
    for (int connection = 0; connection < 8; ++connection) {
        Client client(server);
        for (int request = 0; request < 25; ++request) {
            const Answer answer = client.ask(get_of("/about"));
            const std::string id = answer.body.substr(answer.body.rfind(' ') + 1);
            EXPECT_TRUE(answer.has("X-Request-Id: " + id + "\r\n"));
            ids.insert(id);
        }
    }
    EXPECT_EQ(ids.size(), 200U);
}

TEST(Server, answers_pipelined_requests_in_order) {
    RunningServer server;
    Client client(server);
    std::string bytes;
    for (int number = 0; number < 100; ++number) {
        bytes += get_of(number % 3 == 0 ? "/pool" : "/about?" + std::to_string(number));
    }
    client.send(bytes);
    for (int number = 0; number < 100; ++number) {
        const Answer answer = client.receive();
        ASSERT_EQ(answer.status, 200) << number;
        if (number % 3 == 0) {
            ASSERT_EQ(answer.body, "pooled") << number;
        } else {
            ASSERT_THAT(answer.body, HasSubstr("/about " + std::to_string(number) + " "));
        }
    }
}

TEST(Server, answers_pipelined_requests_whose_answers_do_not_fit_the_socket) {
    RunningServer server;
    Client client(server);
    client.send(get_of("/big") + get_of("/pool") + get_of("/big") + get_of("/"));
    EXPECT_EQ(client.receive().body.size(), 8'000'000U);
    EXPECT_EQ(client.receive().body, "pooled");
    EXPECT_EQ(client.receive().body.size(), 8'000'000U);
    EXPECT_EQ(client.receive().body, "hello");
}

TEST(Server, reads_a_body_of_either_framing_in_pieces) {
    RunningServer server;
    Client client(server);
    for (const std::string_view path : {"/echo", "/pool/echo"}) {
        const std::string start = "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n";
        for (const char byte : start + "Content-Length: 5\r\n\r\nabcde")
            client.send({&byte, 1});
        EXPECT_EQ(client.receive().body, "abcde");
        for (const char byte : start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            client.send({&byte, 1});
        EXPECT_EQ(client.receive().body, "abcde");
    }
}

TEST(Server, asks_for_a_body_that_is_expected) {
    RunningServer server;
    Client client(server);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    EXPECT_EQ(client.ask("ab").body, "ab");
}

TEST(Server, refuses_an_expected_body_that_is_too_large_before_it_is_sent) {
    RunningServer server(ServerOptions{.max_body_bytes = 10});
    Client client(server);
    const Answer answer =
        client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    EXPECT_EQ(answer.status, 413);
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, lets_a_client_that_sends_too_much_read_the_refusal) {
    RunningServer server(ServerOptions{.max_body_bytes = 100'000});
    for (const char* framing : {"Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nf4240\r\n"}) {
        Client client(server);
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + std::string(framing) + std::string(1'000'000, 'x'));
        client.finish_sending();
        EXPECT_EQ(client.receive().status, 413);
        EXPECT_TRUE(client.is_closed());
    }
}

TEST(Server, holds_body_and_header_limits_on_both_sides) {
    RunningServer server(ServerOptions{.max_header_bytes = 200, .max_body_bytes = 10});
    Client client(server);
    EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789").status, 200);
    EXPECT_EQ(Client(server).ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n").status, 413);
    const std::size_t bare = get_of("/", "X: \r\n").size();
    EXPECT_EQ(client.ask(get_of("/", "X: " + std::string(200 - bare, 'x') + "\r\n")).status, 200);
    EXPECT_EQ(client.ask(get_of("/", "X: " + std::string(201 - bare, 'x') + "\r\n")).status, 431);
    EXPECT_EQ(Client(server).ask("GET /" + std::string(200, 'x')).status, 414);
}

TEST(Server, refuses_a_malformed_request_and_closes) {
    RunningServer server;
    for (const auto& [bytes, status] : std::vector<std::pair<std::string, int>>{
             {"GET / HTTP/1.1\r\n\r\n", 400},
             {"GET / HTTP/1.1\nHost: a\n\n", 400},
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
              400},
             {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
             {"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
             {get_of("/", "Expect: tea\r\n"), 417},
             {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505}}) {
        Client client(server);
        const Answer answer = client.ask(bytes + std::string(get_hello));
        EXPECT_EQ(answer.status, status) << bytes;
        EXPECT_TRUE(answer.has("Connection: close\r\n"));
        EXPECT_EQ(answer.body, "refused");
        EXPECT_TRUE(client.is_closed()) << bytes;
    }
}

TEST(Server, answers_what_came_before_a_malformed_request) {
    RunningServer server;
    Client client(server);
    client.send(get_of("/pool") + std::string(get_hello) + "GARBAGE\r\n\r\n");
    EXPECT_EQ(client.receive().body, "pooled");
    EXPECT_EQ(client.receive().body, "hello");
    EXPECT_EQ(client.receive().status, 400);
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, answers_HEAD_without_a_body) {
    RunningServer server;
    Client client(server);
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer answer = client.receive(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.has("Content-Length: 5\r\n"));
    EXPECT_EQ(client.ask(get_hello).body, "hello");
}

TEST(Server, answers_methods_and_paths_without_a_route) {
    RunningServer server;
    Client client(server);
    EXPECT_EQ(client.ask(get_of("/none")).status, 404);
    const Answer wrong = client.ask("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_TRUE(wrong.has("Allow: GET, HEAD, OPTIONS\r\n"));
    EXPECT_EQ(client.ask("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
    EXPECT_EQ(client.ask("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
    EXPECT_EQ(client.ask(get_hello).status, 200);
}

TEST(Server, keeps_or_closes_as_version_and_field_say) {
    RunningServer server;
    Client closing(server);
    EXPECT_TRUE(closing.ask(get_of("/", "Connection: close\r\n")).has("Connection: close\r\n"));
    EXPECT_TRUE(closing.is_closed());

    Client old(server);
    EXPECT_TRUE(old.ask("GET / HTTP/1.0\r\n\r\n").has("Connection: close\r\n"));
    EXPECT_TRUE(old.is_closed());

    Client staying(server);
    EXPECT_TRUE(staying.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").has("Connection: keep-alive\r\n"));
    EXPECT_EQ(staying.ask(get_hello).status, 200);

    Client upgrading(server);
    EXPECT_EQ(upgrading.ask(get_of("/", "Connection: Upgrade\r\nUpgrade: websocket\r\n")).status, 200);
}

TEST(Server, answers_a_client_that_has_finished_sending) {
    RunningServer server;
    for (const std::string_view path : {"/", "/pool"}) {
        Client client(server);
        client.send(get_of(path));
        client.finish_sending();
        EXPECT_EQ(client.receive().status, 200);
        EXPECT_TRUE(client.is_closed());
    }
}

TEST(Server, answers_a_throwing_handler_with_500_and_goes_on) {
    RunningServer server;
    Client client(server);
    EXPECT_EQ(client.ask(get_of("/throws")).status, 500);
    EXPECT_EQ(client.ask(get_of("/pool/throws")).status, 500);
    EXPECT_EQ(client.ask(get_hello).status, 200);
}

TEST(Server, answers_500_instead_of_a_forged_header) {
    RunningServer server;
    const Answer answer = Client(server).ask(get_of("/forges"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(answer.has("Set-Cookie"));
}

TEST(Server, answers_503_while_the_pool_is_full) {
    RunningServer server(ServerOptions{.storage_threads = 1, .storage_queue = 1});
    Client running(server);
    running.send(get_of("/gated?1"));
    server.gate.wait_for(1);
    // The loops may differ: which of these two finds the queue's one place is open.
    std::vector<Client> clients;
    for (int count = 0; count < 2; ++count)
        clients.emplace_back(server).send(get_of("/pool"));
    pollfd waits[2] = {{clients[0].descriptor(), POLLIN, 0}, {clients[1].descriptor(), POLLIN, 0}};
    ASSERT_EQ(::poll(waits, 2, 10'000), 1);
    Client& refused = waits[0].revents != 0 ? clients[0] : clients[1];
    Client& queued = waits[0].revents != 0 ? clients[1] : clients[0];
    const Answer answer = refused.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.has("Retry-After: 1\r\n"));
    EXPECT_EQ(refused.ask(get_hello).status, 200) << "a refused connection stays usable";
    server.gate.open();
    EXPECT_EQ(running.receive().body, "1");
    EXPECT_EQ(queued.receive().body, "pooled");
}

TEST(Server, survives_clients_that_leave_in_the_middle) {
    RunningServer server(ServerOptions{.storage_threads = 2});
    for (int count = 0; count < 50; ++count) {
        Client half(server);
        half.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Le");
        half.reset();
        Client deaf(server);
        deaf.send(get_of("/big"));
        deaf.reset();
        Client gone(server);
        gone.send(get_of("/gated"));
        gone.reset();
    }
    server.gate.open();
    EXPECT_EQ(Client(server).ask(get_of("/pool")).status, 200);
}

TEST(Server, closes_what_exceeds_the_cap_of_connections) {
    RunningServer server(ServerOptions{.max_connections = 3});
    std::vector<Client> clients;
    for (int count = 0; count < 3; ++count)
        EXPECT_EQ(clients.emplace_back(server).ask(get_hello).status, 200);
    Client beyond(server);
    const Answer refused = beyond.receive();
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.has("Retry-After: 1\r\n"));
    EXPECT_TRUE(beyond.is_closed());
    EXPECT_EQ(clients[0].ask(get_of("/", "Connection: close\r\n")).status, 200);
    EXPECT_TRUE(clients[0].is_closed());
    clients[0].close();
    int status = 503;
    for (int attempt = 0; attempt < 1000 && status != 200; ++attempt)
        status = Client(server).ask(get_hello).status;
    EXPECT_EQ(status, 200);
}

TEST(Server, closes_what_exceeds_the_cap_of_one_address) {
    RunningServer server(ServerOptions{.max_connections_per_address = 2});
    std::vector<Client> clients;
    for (int count = 0; count < 2; ++count)
        EXPECT_EQ(clients.emplace_back(server).ask(get_hello).status, 200);
    EXPECT_EQ(Client(server).receive().status, 503);
}

TEST(Server, counts_no_address_of_a_trusted_proxy) {
    RunningServer server(ServerOptions{.max_connections_per_address = 1, .trusted_proxies = {"127.0.0.0/8"}});
    std::vector<Client> clients;
    for (int count = 0; count < 3; ++count)
        EXPECT_EQ(clients.emplace_back(server).ask(get_hello).status, 200);
}

TEST(Server, believes_only_trusted_proxies) {
    const std::string stated = get_of("/about", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n");
    RunningServer open_server;
    EXPECT_THAT(Client(open_server).ask(stated).body, HasSubstr("127.0.0.1 http /about"));
    RunningServer behind(ServerOptions{.trusted_proxies = {"127.0.0.1"}});
    EXPECT_THAT(Client(behind).ask(stated).body, HasSubstr("203.0.113.9 https /about"));
}

TEST(Server, listens_on_both_addresses_of_localhost) {
    RunningServer server(ServerOptions{.listen = "localhost:0"});
    EXPECT_EQ(Client(server.port(), "127.0.0.1").ask(get_hello).status, 200);
    Client v6(server.port(), "::1");
    if (!v6.connected()) GTEST_SKIP() << "no IPv6 loopback here";
    EXPECT_THAT(v6.ask(get_of("/about")).body, HasSubstr("::1 http"));
}

TEST(Server, notices_a_busy_port) {
    RunningServer server;
    const Log log = Log::silent();
    const auto second = Server::create(ServerOptions{.listen = "127.0.0.1:" + std::to_string(server.port())}, log);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), Error::address_in_use);
}

TEST(Server, can_listen_again_at_once_on_its_port) {
    std::uint16_t port = 0;
    {
        RunningServer server;
        port = server.port();
        EXPECT_EQ(Client(server).ask(get_of("/", "Connection: close\r\n")).status, 200);
    }
    const Log log = Log::silent();
    EXPECT_TRUE(Server::create(ServerOptions{.listen = "127.0.0.1:" + std::to_string(port)}, log));
}

TEST(Server, refuses_an_address_or_network_that_is_not_one) {
    const Log log = Log::silent();
    for (const char* listen : {"", "8080", "localhost", "example.org:80", "::1:80", "[127.0.0.1]:80", "127.0.0.1:65536",
                               "127.0.0.1:x", "127.0.0.1:", "203.0.113.1:0"}) {
        const auto server = Server::create(ServerOptions{.listen = listen}, log);
        ASSERT_FALSE(server) << listen;
        EXPECT_EQ(server.error(), Error::invalid_configuration) << listen;
    }
    const auto server = Server::create(ServerOptions{.listen = "127.0.0.1:0", .trusted_proxies = {"nginx"}}, log);
    EXPECT_EQ(server.error(), Error::invalid_configuration);
}

TEST(Server, survives_running_out_of_file_descriptors) {
    RunningServer server(ServerOptions{.event_loops = 1});
    Client early(server);
    EXPECT_EQ(early.ask(get_hello).status, 200);
    Client waiting(server);
    EXPECT_EQ(waiting.ask(get_hello).status, 200);

    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const int unused = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // The next descriptor that the server would get is beyond the limit; this one is the client's.
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(unused) + 1;
    setrlimit(RLIMIT_NOFILE, &none);
    std::vector<int> held;
    for (int got = ::dup(unused); got >= 0; got = ::dup(unused))
        held.push_back(got);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(server.port());
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(unused, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    EXPECT_EQ(early.ask(get_hello).status, 200) << "open connections are served meanwhile";

    for (const int descriptor : held)
        ::close(descriptor);
    setrlimit(RLIMIT_NOFILE, &before);
    ::send(unused, get_hello.data(), get_hello.size(), MSG_NOSIGNAL);
    pollfd waits{unused, POLLIN, 0};
    EXPECT_EQ(::poll(&waits, 1, 10'000), 1) << "the one that waited is accepted after all";
    ::close(unused);
}

}  // namespace
}  // namespace watchword::http
