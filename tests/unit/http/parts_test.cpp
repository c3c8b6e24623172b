// The parts of the connection layer that need no socket: router, deadlines, counts, pool.

#include <watchword/http/connection_count.hpp>
#include <watchword/http/deadlines.hpp>
#include <watchword/http/router.hpp>
#include <watchword/http/thread_pool.hpp>

#include <atomic>
#include <future>
#include <latch>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::http {
namespace {

Response say(std::string text) {
    return Response::text(200, std::move(text));
}

Router some_routes(Router::Middleware middleware = {}) {
    return Router(
        {{Method::get, "/a", Pool::loop, [](const Request&) { return say("get"); }},
         {Method::post, "/a", Pool::storage, [](const Request&) { return say("post"); }},
         {Method::get, "/throws", Pool::loop, [](const Request&) -> Response { throw std::runtime_error("x"); }}},
        [](int status, const Request&) { return Response::text(status, "fallback"); }, std::move(middleware));
}

TEST(Router, matches_method_and_path_exactly) {
    const Router router = some_routes();
    EXPECT_EQ(router.match(Method::post, "/a").route->pool, Pool::storage);
    EXPECT_EQ(router.match(Method::head, "/a").route->method, Method::get);
    EXPECT_EQ(router.match(Method::get, "/a/").status, 404);
    EXPECT_EQ(router.match(Method::get, "/A").status, 404);
    const Router::Match wrong_method = router.match(Method::del, "/a");
    EXPECT_EQ(wrong_method.route, nullptr);
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.allow, "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(router.match(Method::options, "/a").status, 204);
    EXPECT_EQ(router.match(Method::options, "*").allow, "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(router.match(Method::options, "/b").status, 404);
    EXPECT_EQ(router.match(Method::other, "/a").status, 405);
}

TEST(Router, answers_an_exception_with_the_fallback) {
    const Router router = some_routes();
    const Response response = router.run(*router.match(Method::get, "/throws").route, Request{});
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body, "fallback");
}

TEST(Router, survives_a_fallback_that_throws) {
    const Router router({}, [](int, const Request&) -> Response { throw 1; });
    EXPECT_EQ(router.fallback(404, Request{}).status, 404);
}

TEST(Router, runs_the_middleware_around_every_answer) {
    const Router router = some_routes([](const Request& request, const Handler& handler) {
        Response response = handler(request);
        response.headers.add("X-Seen", "yes");
        return response;
    });
    EXPECT_EQ(router.run(*router.match(Method::get, "/a").route, Request{}).headers.find("X-Seen"), "yes");
    const Response preflight = router.run_unmatched(router.match(Method::options, "/a"), Request{});
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.headers.find("X-Seen"), "yes");
    EXPECT_EQ(preflight.headers.find("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(router.run_unmatched(router.match(Method::get, "/b"), Request{}).headers.find("X-Seen"), "yes");
}

struct Noted final : Deadlines::Entry {
    explicit Noted(std::vector<int>& all, int which) : calls(all), number(which) {}
    void on_deadline(Deadline) override { calls.push_back(number); }
    std::vector<int>& calls;
    int number;
};

TEST(Deadlines, expire_when_due_and_not_before) {
    std::vector<int> calls;
    Noted first(calls, 1);
    Noted second(calls, 2);
    Deadlines deadlines;
    deadlines.set_duration(Deadline::header, 10);
    deadlines.set_duration(Deadline::keep_alive, 100);
    EXPECT_EQ(deadlines.next_due(), std::nullopt);
    EXPECT_EQ(deadlines.arm(first, Deadline::keep_alive, 0), 100);
    EXPECT_EQ(deadlines.arm(second, Deadline::header, 50), 60);
    EXPECT_EQ(deadlines.next_due(), 60);
    deadlines.expire(59);
    EXPECT_THAT(calls, testing::IsEmpty());
    deadlines.expire(60);
    EXPECT_THAT(calls, testing::ElementsAre(2));
    EXPECT_FALSE(second.is_armed());
    deadlines.arm(first, Deadline::keep_alive, 61);
    deadlines.expire(160);
    EXPECT_EQ(calls.size(), 1U);
    deadlines.expire(161);
    EXPECT_THAT(calls, testing::ElementsAre(2, 1));
}

TEST(Deadlines, may_be_disarmed_by_another_that_expires) {
    std::vector<int> calls;
    Noted victim(calls, 2);
    struct Ends final : Deadlines::Entry {
        explicit Ends(Entry& entry) : other(entry) {}
        void on_deadline(Deadline) override { Deadlines::disarm(other); }
        Entry& other;
    } ends(victim);
    Deadlines deadlines;
    deadlines.arm(ends, Deadline::header, 0);
    deadlines.arm(victim, Deadline::header, 0);
    deadlines.expire(1000);
    EXPECT_THAT(calls, testing::IsEmpty());
}

TEST(ConnectionCount, holds_both_limits_on_both_sides) {
    using Admission = ConnectionCount::Admission;
    using Client = ConnectionCount::Client;
    ConnectionCount count(3, 2);
    const IpAddress one = *IpAddress::parse("192.0.2.1");
    const IpAddress two = *IpAddress::parse("192.0.2.2");
    EXPECT_EQ(count.admit(one, Client::counted), Admission::admitted);
    EXPECT_EQ(count.admit(one, Client::counted), Admission::admitted);
    EXPECT_EQ(count.admit(one, Client::counted), Admission::client_full);
    EXPECT_EQ(count.admit(one, Client::exempt), Admission::admitted);
    EXPECT_EQ(count.admit(two, Client::counted), Admission::server_full);
    count.release(one, Client::exempt);
    EXPECT_EQ(count.admit(two, Client::counted), Admission::admitted);
    EXPECT_EQ(count.total(), 3U);
}

TEST(ThreadPool, refuses_when_its_queue_is_full) {
    std::latch running(1);
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    std::atomic<int> done = 0;
    ThreadPool pool(1, 2);
    ASSERT_TRUE(pool.submit([&] {
        running.count_down();
        gone.wait();
        ++done;
    }));
    running.wait();
    std::latch finished(2);
    const auto count_down = [&] { finished.count_down(); };
    EXPECT_TRUE(pool.submit(count_down));
    EXPECT_TRUE(pool.submit(count_down));
    EXPECT_FALSE(pool.submit(count_down));
    go.set_value();
    finished.wait();
    EXPECT_EQ(done, 1);
}

TEST(ThreadPool, runs_as_many_at_once_as_it_has_threads) {
    constexpr int threads = 8;
    std::latch together(threads + 1);
    ThreadPool pool(threads, threads);
    for (int count = 0; count < threads; ++count)
        ASSERT_TRUE(pool.submit([&] { together.arrive_and_wait(); }));
    together.arrive_and_wait();
}

TEST(ThreadPool, takes_nothing_after_it_has_stopped) {
    ThreadPool pool(2, 2);
    pool.stop();
    EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace watchword::http
