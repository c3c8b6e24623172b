#include <barrier>
#include <mutex>
#include <set>
#include <thread>

#include "world.hpp"

namespace watchword::auth {
namespace {

constexpr int tabs = 32;

TEST(ConcurrentRefresh, ManyTabsWithOneTokenGetOneSuccessor) {
    World world;
    world.add_alice();
    std::string token = world.password_grant("alice", good_password)->refresh_token;
    for (int round = 0; round < 5; ++round) {
        std::mutex mutex;
        std::set<std::string> successors;
        std::set<std::string> access_tokens;
        std::barrier together(tabs);
        std::vector<std::jthread> threads;
        for (int i = 0; i < tabs; ++i) {
            threads.emplace_back([&] {
                together.arrive_and_wait();
                const auto response = world.refresh(token);
                const std::lock_guard lock(mutex);
                ASSERT_TRUE(response) << response.error().name();
                successors.insert(response->refresh_token);
                access_tokens.insert(response->access_token);
            });
        }
        threads.clear();
        ASSERT_EQ(successors.size(), 1U) << "one chain";
        EXPECT_EQ(access_tokens.size(), static_cast<std::size_t>(tabs)) << "each its own access token";
        token = *successors.begin();
        world.clock.advance(Seconds(60));
    }
    EXPECT_TRUE(world.refresh(token));
}

TEST(ConcurrentRefresh, WithoutGraceOneTabWinsAndTheFamilyEnds) {
    Settings settings = usual_settings();
    settings.lifetimes.refresh_grace = Seconds(0);
    World world(settings);
    world.add_alice();
    const std::string token = world.password_grant("alice", good_password)->refresh_token;
    std::atomic<int> rotated = 0;
    std::atomic<int> reused = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < tabs; ++i) {
        threads.emplace_back([&] {
            const auto response = world.refresh(token);
            if (response)
                ++rotated;
            else if (response.error() == Error::refresh_token_reused)
                ++reused;
        });
    }
    threads.clear();
    // The winner may find its session ended already; nobody else ever gets a token.
    EXPECT_LE(rotated, 1);
    EXPECT_EQ(reused, 1) << "the first replay ends the family; the others find none";
}

TEST(ConcurrentRefresh, SignOutBeatsEveryRefresh) {
    World world;
    world.add_alice();
    const auto first = world.password_grant("alice", good_password);
    const std::string sid(world.claims_of(first->access_token).string("sid"));
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (std::string token = first->refresh_token;;) {
                const auto response = world.refresh(token);
                if (!response) return;
                token = response->refresh_token;
            }
        });
    }
    EXPECT_TRUE(sign_out(world.context, sid));
    threads.clear();  // they end: no chain outlives its session
    EXPECT_EQ(code_of(world.refresh(first->refresh_token)), Error::invalid_refresh_token);
}

}  // namespace
}  // namespace watchword::auth
