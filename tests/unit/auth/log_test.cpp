#include <watchword/auth/introspect.hpp>

#include "world.hpp"

namespace watchword::auth {
namespace {

/// What the use cases write to the log while `act` runs.
template <class Act>
std::string logged(World& world, Act act) {
    testing::internal::CaptureStderr();
    {
        const Log log(Log::Format::json, Log::Level::debug);
        const Context context{world.store,    *world.keys, world.hashing, world.limits, *world.floor,
                              world.settings, world.clock, world.random,  log};
        act(context);
    }
    return testing::internal::GetCapturedStderr();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(AuthLog, AFailedSignInTellsWhyAndWhoButNotWhatWasTyped) {
    World world;
    const User alice = world.add_alice();
    const std::string text = logged(world, [](const Context& context) {
        std::ignore = authenticate(context, World::credentials("alice", "typed-password"), {"192.0.2.1", ""});
        std::ignore = authenticate(context, World::credentials("typed-in-the-name-field", "x"), {"192.0.2.1", ""});
    });
    EXPECT_TRUE(has(text, "sign_in_failed"));
    EXPECT_TRUE(has(text, "wrong_password"));
    EXPECT_TRUE(has(text, "unknown_user"));
    EXPECT_TRUE(has(text, alice.id));
    EXPECT_TRUE(has(text, "192.0.2.1"));
    EXPECT_FALSE(has(text, "typed"));
}

TEST(AuthLog, TellsOfSignInReuseAndSignOutWithoutTheTokens) {
    World world;
    world.add_alice();
    std::vector<std::string> secrets;
    const std::string text = logged(world, [&](const Context& context) {
        const Client client = authenticate_client(context, {}).value();
        const auto first = grants::password(context, client,
                                            {.credentials = World::credentials("alice", good_password),
                                             .scope = {},
                                             .resource = {},
                                             .origin = {"192.0.2.1", ""},
                                             .end_user_address = {}});
        const auto second = grants::refresh_token(context, client, {first->refresh_token, ""});
        const auto third = grants::refresh_token(context, client, {second->refresh_token, ""});
        EXPECT_EQ(code_of(grants::refresh_token(context, client, {first->refresh_token, ""})),
                  Error::refresh_token_reused);
        const auto browser = sign_in_browser(context, World::credentials("alice", good_password), {});
        std::ignore = sign_out(context, browser->session.id);
        secrets = {std::string(good_password), first->access_token,  first->refresh_token,
                   second->refresh_token,      third->refresh_token, browser->cookie};
    });
    for (const char* event : {"signed_in", "refresh_token_reused", "signed_out"})
        EXPECT_TRUE(has(text, event)) << event;
    for (const std::string& secret : secrets)
        EXPECT_FALSE(has(text, secret));
}

}  // namespace
}  // namespace watchword::auth
