#pragma once
/// Everything a use case needs, in memory, at a time that stands still.

#include <watchword/auth/clients.hpp>
#include <watchword/auth/context.hpp>
#include <watchword/auth/failure_floor.hpp>
#include <watchword/auth/grants/password.hpp>
#include <watchword/auth/grants/refresh_token.hpp>
#include <watchword/auth/sign_in.hpp>
#include <watchword/auth/users.hpp>
#include <watchword/jwt/verify.hpp>
#include <watchword/storage/memory/memory_store.hpp>

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace watchword::auth {

inline constexpr passwords::Argon2Parameters small_argon2{.memory_kib = 32, .passes = 1, .lanes = 1};
inline constexpr std::string_view good_password = "seven wet kestrels sing";
inline constexpr std::string_view other_password = "nine dry marmots hum";
inline constexpr TimePoint start_time{Seconds(1'800'000'000)};

inline Settings usual_settings() {
    Settings settings;
    settings.issuer = "https://auth.example";
    settings.resources = {"https://api.example"};
    settings.scopes = {"openid", "profile", "email"};
    return settings;
}

class World {
  public:
    explicit World(Settings given = usual_settings()) : settings(std::move(given)) {}

    User add_alice(UserStatus status = UserStatus::active) { return add("alice", Role::user, status); }
    User add(std::string name, Role role = Role::user, UserStatus status = UserStatus::active) {
        const NewUser user{.name = name, .email = {}, .password = SecretBytes(good_password), .role = role};
        User added = add_user(context, user).value();
        EXPECT_TRUE(set_user_status(context, name, status));
        return added;
    }
    /// A user whose hash was written elsewhere.
    User import(std::string name, std::string hash) {
        User user{.id = "u_imported_" + name, .name = name, .email = {}, .password_hash = std::move(hash)};
        user.created_at = clock.now();
        EXPECT_TRUE(store.users().add(user));
        return user;
    }
    Client first_party() { return authenticate_client(context, {}).value(); }
    Client add_service(std::string id, std::vector<std::string> grants) {
        return add_client(context, {.id = std::move(id),
                                    .grants = std::move(grants),
                                    .scopes = {"read", "write"},
                                    .resources = {"https://files.example"}})
            .value()
            .client;
    }

    Result<User> sign_in(std::string_view name, std::string_view password, std::string_view address = "192.0.2.1") {
        return authenticate(context, credentials(name, password), {std::string(address), "test"});
    }
    Result<TokenResponse> password_grant(std::string_view name, std::string_view password, std::string scope = {}) {
        return password_grant(first_party(), name, password, std::move(scope));
    }
    Result<TokenResponse> password_grant(const Client& client, std::string_view name, std::string_view password,
                                         std::string scope = {}) {
        return grants::password(context, client,
                                {.credentials = credentials(name, password),
                                 .scope = std::move(scope),
                                 .resource = {},
                                 .origin = {"192.0.2.1", "test"},
                                 .end_user_address = {}});
    }
    Result<TokenResponse> refresh(const std::string& token, std::string scope = {}) {
        return grants::refresh_token(context, first_party(), {token, std::move(scope)});
    }
    jwt::Claims claims_of(const std::string& access_token, std::string audience = "https://auth.example") {
        return jwt::verify(access_token, *keys, jwt::Requirements::access_token(settings.issuer, std::move(audience)),
                           clock.now())
            .value();
    }
    static Credentials credentials(std::string_view name, std::string_view password) {
        return {std::string(name), SecretBytes(password)};
    }

    Settings settings;
    SystemRandom random;
    ManualClock clock{start_time};
    storage::memory::MemoryStore store;
    Log log = Log::silent();
    passwords::HashingPool hashing{{.threads = 2, .queue = 64, .parameters = small_argon2}, random};
    SignInLimits limits{settings.limits, random};
    std::unique_ptr<KeyRing> keys =
        KeyRing::open(store.keys(), SecretBytes(std::string(32, 'm')), settings, random, clock.now()).value();
    std::unique_ptr<FailureFloor> floor = FailureFloor::measure(store.users(), hashing).value();
    Context context{store, *keys, hashing, limits, *floor, settings, clock, random, log};
};

/// The code of a result that must have failed.
template <class T>
Error::Code code_of(const Result<T>& result) {
    if (result) {
        ADD_FAILURE() << "succeeded";
        return Error::Code::internal;
    }
    return result.error().code();
}

}  // namespace watchword::auth
