#include <array>

#include "remote_keys_fixture.hpp"

namespace watchword::guard::test {
namespace {

TEST_F(RemoteKeysTest, fetchOnceAndKeepWhatTheyGot) {
    const LoopbackServer server([](int) { return ok(key_set({"a", "b"})); });
    const auto keys = source(server);
    EXPECT_EQ(server.requests(), 0);
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "b"), "found");
    clock.advance(Milliseconds(299'999));
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(server.requests(), 1);
}

TEST_F(RemoteKeysTest, handOutTheVeryKeyOfTheSet) {
    const auto signing = *jose::generate_signing_key(jose::Algorithm::ES256, "ec");
    const LoopbackServer server([&](int) { return ok(*jose::export_key_set({signing.verification_key()})); });
    const auto keys = source(server);
    const auto key = keys->find({jose::Algorithm::ES256, "ec"});
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->verify("text", signing.sign("text")));
    EXPECT_FALSE(key->verify("Text", signing.sign("text")));
}

TEST_F(RemoteKeysTest, tellWhatTheyHoldAndFetchNothingForIt) {
    const auto signing = *jose::generate_signing_key(jose::Algorithm::ES256, "ec");
    const LoopbackServer server([&](int) { return ok(*jose::export_key_set({signing.verification_key()})); });
    const auto keys = source(server);
    const jwt::KeyQuery query{jose::Algorithm::ES256, "other"};
    EXPECT_TRUE(keys->candidates(query).empty());
    EXPECT_EQ(server.requests(), 0);
    ASSERT_TRUE(keys->find({jose::Algorithm::ES256, "ec"}));
    ASSERT_EQ(keys->candidates(query).size(), 1U);
    EXPECT_EQ(keys->candidates(query).front().kid(), "ec");
    EXPECT_TRUE(keys->candidates({jose::Algorithm::RS256, "ec"}).empty());
    clock.advance(Seconds(300 + 24 * 3600));
    EXPECT_TRUE(keys->candidates(query).empty());
    EXPECT_EQ(server.requests(), 1);
}

TEST_F(RemoteKeysTest, keepTheVeryKeysOfASetThatHasNotChanged) {
    const LoopbackServer server([](int request) { return ok(request < 3 ? key_set({"a"}) : key_set({"a", "b"})); });
    const auto keys = source(server);
    const auto serial_after = [&](Seconds time) {
        clock.advance(time);
        EXPECT_EQ(find(*keys, "a"), "found");
        (void)find(*keys, "not there");  // waits for the fetch that is under way
        return keys->find({jose::Algorithm::EdDSA, "a"})->serial();
    };
    const std::uint64_t first = keys->find({jose::Algorithm::EdDSA, "a"})->serial();
    EXPECT_EQ(serial_after(Seconds(300)), first);
    EXPECT_EQ(server.requests(), 2);
    EXPECT_NE(serial_after(Seconds(300)), first);
    EXPECT_EQ(server.requests(), 3);
}

TEST_F(RemoteKeysTest, fetchOnceForManyThreadsThatStartTogether) {
    Gate gate;
    const LoopbackServer server([&](int) {
        gate.pass();
        return ok(key_set({"a"}));
    });
    const auto keys = source(server);
    std::vector<std::thread> threads;
    std::atomic<int> found = 0;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&] { found += find(*keys, "a") == "found"; });
    gate.open();
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(found, 16);
    EXPECT_EQ(server.requests(), 1);
}

TEST_F(RemoteKeysTest, serveTheOldSetWhileTheNewOneIsFetched) {
    Gate gate;
    const LoopbackServer server([&](int request) {
        if (request == 1) return ok(key_set({"a"}));
        gate.pass();
        return ok(key_set({"b"}));
    });
    const auto keys = source(server);
    EXPECT_EQ(find(*keys, "a"), "found");
    clock.advance(Seconds(300));
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(find(*keys, "a"), "found");  // the server has not answered
    gate.open();
    EXPECT_EQ(find(*keys, "b"), "found");  // waits for the fetch that is under way
    EXPECT_EQ(find(*keys, "a"), "unknown_key");
    EXPECT_EQ(server.requests(), 2);
}

TEST_F(RemoteKeysTest, fetchForAnUnknownKidOnceACooldown) {
    const LoopbackServer server([](int) { return ok(key_set({"a"})); });
    const auto keys = source(server);
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    EXPECT_EQ(server.requests(), 2);
    for (const char* const kid : {"x", "y", "z"})
        EXPECT_EQ(find(*keys, kid), "unknown_key");
    clock.advance(Milliseconds(29'999));
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    EXPECT_EQ(server.requests(), 2);
    clock.advance(Milliseconds(1));
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    EXPECT_EQ(server.requests(), 3);
    EXPECT_EQ(find(*keys, "a"), "found");
}

TEST_F(RemoteKeysTest, countTheFirstFetchAsTheAnswerForItsUnknownKid) {
    const LoopbackServer server([](int) { return ok(key_set({"a"})); });
    const auto keys = source(server);
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    EXPECT_EQ(server.requests(), 1);
}

TEST_F(RemoteKeysTest, findARotatedKeyAtOnce) {
    const LoopbackServer server([](int request) {
        return ok(key_set(request == 1 ? std::vector<std::string>{"a"} : std::vector<std::string>{"a", "b"}));
    });
    const auto keys = source(server);
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "b"), "found");
    EXPECT_EQ(server.requests(), 2);
}

TEST_F(RemoteKeysTest, doNotFetchForATokenWithoutAKid) {
    const LoopbackServer server([](int) { return ok(key_set({"a", "b"})); });
    const auto keys = source(server);
    for (int i = 0; i < 3; ++i) {
        const auto key = keys->find({jose::Algorithm::EdDSA, std::nullopt});
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error(), Error::unknown_key);
    }
    EXPECT_EQ(server.requests(), 1);
}

TEST_F(RemoteKeysTest, keepTheOldSetWhileTheIssuerFails) {
    const LoopbackServer server([](int request) {
        return request == 1 ? ok(key_set({"a"})) : http_answer("500 Internal Server Error", "", "broken");
    });
    RemoteKeysOptions limited = options(server.url());
    limited.stale_if_error = Seconds(1000);
    const auto keys = source(limited);
    EXPECT_EQ(find(*keys, "a"), "found");
    clock.advance(Milliseconds(1'299'999));
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "x"), "keys_unavailable");  // waits for the fetch that is under way
    EXPECT_EQ(find(*keys, "a"), "found");
    clock.advance(Milliseconds(1));
    EXPECT_EQ(find(*keys, "a"), "keys_unavailable");
}

TEST_F(RemoteKeysTest, leaveAFailingIssuerAloneForLongerAndLonger) {
    const LoopbackServer server([](int) { return http_answer("503 Service Unavailable", "", ""); });
    const auto keys = source(server);
    int expected = 0;
    for (const int pause : {0, 1, 2, 4, 8, 16, 32, 60, 60}) {
        if (pause > 0) {
            clock.advance(Seconds(pause) - Milliseconds(1));
            for (int i = 0; i < 5; ++i)
                EXPECT_EQ(find(*keys, "a"), "keys_unavailable");
            EXPECT_EQ(server.requests(), expected) << pause;
            clock.advance(Milliseconds(1));
        }
        EXPECT_EQ(find(*keys, "a"), "keys_unavailable");
        EXPECT_EQ(server.requests(), ++expected) << pause;
    }
}

TEST_F(RemoteKeysTest, recoverWhenTheIssuerDoes) {
    const LoopbackServer server([](int request) { return request < 3 ? std::string() : ok(key_set({"a"})); });
    const auto keys = source(server);
    EXPECT_EQ(find(*keys, "a"), "keys_unavailable");
    clock.advance(Seconds(1));
    EXPECT_EQ(find(*keys, "a"), "keys_unavailable");
    clock.advance(Seconds(2));
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
}

TEST_F(RemoteKeysTest, doNotStampedeAFailingIssuerWithUnknownKids) {
    const LoopbackServer server([](int request) { return request == 1 ? ok(key_set({"a"})) : std::string(); });
    RemoteKeysOptions eager = options(server.url());
    eager.unknown_kid_cooldown = Seconds(0);
    const auto keys = source(eager);
    EXPECT_EQ(find(*keys, "a"), "found");
    for (const char* const kid : {"v", "w", "x", "y", "z"})
        EXPECT_EQ(find(*keys, kid), "keys_unavailable");
    EXPECT_EQ(server.requests(), 2);
    EXPECT_EQ(find(*keys, "a"), "found");
}

TEST_F(RemoteKeysTest, goOnWhenTheClockIsSetBack) {
    const LoopbackServer server([](int) { return ok(key_set({"a"})); });
    const auto keys = source(server);
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    clock.advance(-Seconds(7 * 24 * 3600));
    EXPECT_EQ(find(*keys, "a"), "found");
    EXPECT_EQ(find(*keys, "x"), "unknown_key");
    EXPECT_GE(server.requests(), 3);
}

TEST_F(RemoteKeysTest, obeyMaxAgeWithinBounds) {
    struct Case {
        const char* headers;
        Seconds fresh;
    };
    for (const auto& [headers, fresh] :
         {Case{"Cache-Control: max-age=60\r\n", Seconds(60)},
          Case{"cache-control: public, MAX-AGE=60\r\n", Seconds(60)}, Case{"Cache-Control: max-age=1\r\n", Seconds(10)},
          Case{"Cache-Control: no-store\r\n", Seconds(10)},
          Case{"Cache-Control: max-age=99999999999999999999\r\n", Seconds(24 * 3600)},
          Case{"Cache-Control: max-age=soon\r\n", Seconds(300)}, Case{"", Seconds(300)}}) {
        const LoopbackServer server([&](int request) {
            return ok(key_set(request == 1 ? std::vector<std::string>{"a"} : std::vector<std::string>{"a", "b"}),
                      headers);
        });
        RemoteKeysOptions patient = options(server.url());
        const auto keys = source(patient);
        EXPECT_EQ(find(*keys, "a"), "found");
        clock.advance(fresh - Milliseconds(1));
        EXPECT_EQ(find(*keys, "a"), "found");
        EXPECT_EQ(server.requests(), 1) << headers;
        clock.advance(Milliseconds(1));
        EXPECT_EQ(find(*keys, "a"), "found");
        EXPECT_EQ(find(*keys, "b"), "found");  // joins the fetch that "a" has started
        EXPECT_EQ(server.requests(), 2) << headers;
    }
}

TEST_F(RemoteKeysTest, canBeDestroyedWhileAFetchHangs) {
    Gate gate;
    const LoopbackServer server([&](int request) {
        if (request > 1) gate.pass();
        return ok(key_set({"a"}));
    });
    RemoteKeysOptions patient = options(server.url());
    patient.total_timeout = Milliseconds(60'000);
    auto keys = source(patient);
    EXPECT_EQ(find(*keys, "a"), "found");
    clock.advance(Seconds(300));
    EXPECT_EQ(find(*keys, "a"), "found");
    const auto start = std::chrono::steady_clock::now();
    keys.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - start, Seconds(30));
    gate.open();
}

TEST_F(RemoteKeysTest, serveManyThreadsThroughRotationsAndFailures) {
    const LoopbackServer server([](int request) {
        if (request % 3 == 2) return http_answer("500 Internal Server Error", "", "");
        return ok(key_set({"a", request % 2 == 0 ? "b" : "c"}), "Cache-Control: max-age=10\r\n");
    });
    const auto keys = source(server);
    ASSERT_EQ(find(*keys, "a"), "found");
    std::atomic<int> found = 0;
    std::vector<std::thread> threads;
    const std::array<std::string, 4> kids{"w", "x", "y", "z"};
    for (std::size_t t = 0; t < kids.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) {
                found += find(*keys, "a") == "found";
                if (i % 20 == 0) {
                    EXPECT_NE(find(*keys, kids[t]), "found");
                }
                clock.advance(Seconds(1));
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(found, 800);
}

}  // namespace
}  // namespace watchword::guard::test
