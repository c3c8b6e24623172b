// Slow clients, and the end of the server.

#include <chrono>

#include "running_server.hpp"

namespace watchword::http {
namespace {

using Clock = std::chrono::steady_clock;

long milliseconds_since(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

TEST(Deadline, ends_a_header_that_comes_too_slowly) {
    RunningServer server(ServerOptions{.header_deadline = Milliseconds(200)});
    Client client(server);
    const auto start = Clock::now();
    client.send("GET / HTTP/1.1\r\n");
    // A byte now and then must not move the deadline.
    while (client.is_silent_for(20) && milliseconds_since(start) < 30'000)
        client.send("X: y\r\n");
    EXPECT_EQ(client.receive().status, 408);
    EXPECT_GE(milliseconds_since(start), 190);
    EXPECT_LT(milliseconds_since(start), 20'000);
}

TEST(Deadline, of_a_header_begins_anew_with_every_pipelined_request) {
    RunningServer server(ServerOptions{.header_deadline = Milliseconds(1'000)});
    Client client(server);
    const auto start = Clock::now();
    client.send("GET / HTTP/1.1\r\n");
    // A request is always under way, and none is slow.
    while (milliseconds_since(start) < 2'500) {
        ASSERT_EQ(client.ask("Host: a\r\n\r\nGET / HTTP/1.1\r\n").status, 200);
        ASSERT_TRUE(client.is_silent_for(20));
    }
}

TEST(Deadline, ends_a_body_that_comes_too_slowly) {
    RunningServer server(ServerOptions{.body_deadline = Milliseconds(200)});
    for (const char* framing : {"Content-Length: 1000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e8\r\n"}) {
        Client client(server);
        const auto start = Clock::now();
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + std::string(framing));
        while (client.is_silent_for(20) && milliseconds_since(start) < 30'000)
            client.send("x");
        EXPECT_EQ(client.receive().status, 408);
        EXPECT_LT(milliseconds_since(start), 20'000);
    }
}

TEST(Deadline, closes_an_idle_connection_without_a_word) {
    RunningServer server(ServerOptions{.keep_alive = Milliseconds(500)});
    Client silent(server);
    EXPECT_TRUE(silent.is_closed());
    Client used(server);
    EXPECT_EQ(used.ask(get_hello).status, 200);
    EXPECT_TRUE(used.is_closed());
}

TEST(Deadline, of_keep_alive_begins_anew_with_every_request) {
    RunningServer server(ServerOptions{.keep_alive = Milliseconds(1'000)});
    Client client(server);
    const auto start = Clock::now();
    while (milliseconds_since(start) < 2'500) {
        ASSERT_EQ(client.ask(get_hello).status, 200);
        ASSERT_TRUE(client.is_silent_for(50));
    }
}

TEST(Deadline, does_not_concern_a_handler_that_runs) {
    RunningServer server(ServerOptions{.header_deadline = Milliseconds(400),
                                       .body_deadline = Milliseconds(400),
                                       .write_deadline = Milliseconds(400),
                                       .keep_alive = Milliseconds(400)});
    Client client(server);
    client.send(get_of("/gated?patience"));
    server.gate.wait_for(1);
    EXPECT_TRUE(client.is_silent_for(1'200));
    server.gate.open();
    EXPECT_EQ(client.receive().body, "patience");
}

TEST(Deadline, ends_a_client_that_does_not_read) {
    RunningServer server(ServerOptions{.write_deadline = Milliseconds(200)});
    Client client(server);
    client.send(get_of("/big"));
    // What has been sent when the deadline ends the connection can still be read; it is not all.
    ::poll(nullptr, 0, 2'000);
    EXPECT_LT(client.receive().body.size(), 8'000'000U);
}

TEST(Drain, finishes_the_request_that_is_under_way) {
    RunningServer server;
    Client client(server);
    client.send(get_of("/gated?done") + std::string(get_hello));
    server.gate.wait_for(1);
    server.stop();
    server.gate.open();
    const Answer answer = client.receive();
    EXPECT_EQ(answer.body, "done");
    EXPECT_TRUE(answer.has("Connection: close\r\n"));
    EXPECT_TRUE(client.is_closed());
    client.close();
    server.join();
}

TEST(Drain, lets_an_idle_connection_ask_for_one_more_second) {
    RunningServer server;
    Client client(server);
    EXPECT_EQ(client.ask(get_hello).status, 200);
    server.stop();
    const Answer answer = client.ask(get_hello);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.has("Connection: close\r\n") || client.ask(get_hello).has("Connection: close\r\n"));
    client.close();
    server.join();
}

TEST(Drain, closes_idle_connections_after_a_second) {
    RunningServer server;
    Client client(server);
    EXPECT_EQ(client.ask(get_hello).status, 200);
    const auto start = Clock::now();
    server.stop();
    EXPECT_TRUE(client.is_closed());
    EXPECT_GE(milliseconds_since(start), 900);
    server.join();
    EXPECT_LT(milliseconds_since(start), 20'000);
}

TEST(Drain, answers_what_waits_in_the_accept_queue) {
    const Log log = Log::silent();
    Gate gate;
    const Router router = test_routes(gate);
    auto server = Server::create(ServerOptions{.listen = "127.0.0.1:0"}, log);
    ASSERT_TRUE(server);
    std::vector<Client> clients;
    for (int count = 0; count < 20; ++count)
        clients.emplace_back((*server)->port()).send(get_hello);
    // Nobody has accepted them when the end is announced.
    (*server)->stop();
    std::thread runs([&] { (*server)->run(router); });
    for (Client& client : clients) {
        const Answer answer = client.receive();
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(answer.has("Connection: close\r\n"));
        client.close();
    }
    runs.join();
}

TEST(Drain, refuses_new_connections) {
    RunningServer server;
    Client busy(server);
    busy.send(get_of("/gated"));
    server.gate.wait_for(1);
    server.stop();
    bool refused = false;
    for (const auto start = Clock::now(); milliseconds_since(start) < 30'000 && !refused;)
        refused = !Client(server).connected();
    EXPECT_TRUE(refused);
    server.gate.open();
}

TEST(Drain, ends_hard_when_its_time_is_over) {
    RunningServer server(ServerOptions{.drain = Milliseconds(200)});
    Client client(server);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
    EXPECT_TRUE(client.is_silent_for(50));
    const auto start = Clock::now();
    server.stop();
    server.join();
    EXPECT_LT(milliseconds_since(start), 20'000);
    EXPECT_EQ(client.receive().status, 0);
}

TEST(Drain, may_be_asked_for_twice) {
    RunningServer server;
    server.stop();
    server.stop();
    server.join();
}

TEST(Drain, loses_no_request_under_load) {
    RunningServer server;
    std::vector<std::thread> threads;
    std::atomic<int> lost = 0;
    std::atomic<int> answered = 0;
    for (int count = 0; count < 8; ++count) {
        threads.emplace_back([&, count] {
            Client client(server);
            for (;;) {
                const Answer answer = client.ask(get_of(count % 2 == 0 ? "/" : "/pool"));
                if (answer.status != 200) {
                    ++lost;
                    return;
                }
                ++answered;
                if (answer.has("Connection: close\r\n")) return;
            }
        });
    }
    while (answered < 200)
        std::this_thread::yield();
    server.stop();
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace watchword::http
