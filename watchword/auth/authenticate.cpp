#include <watchword/auth/failure_floor.hpp>
#include <watchword/auth/sign_in.hpp>

#include <chrono>

namespace watchword::auth {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Why nobody signed in; for the log alone.
struct Refusal {
    std::string_view reason;
    std::string_view user_id{};
};

/// One answer after one duration, whatever was wrong. The name that was typed is not logged: people type passwords
/// there.
Error refuse(const Context& context, const Credentials& credentials, const Origin& origin, const Refusal& refusal,
             SteadyTime started) {
    context.limits.note_failure(origin.address, credentials.name, context.clock.now());
    context.log.warning("sign_in_failed",
                        {{"reason", refusal.reason}, {"user", refusal.user_id}, {"address", origin.address}});
    context.failure_floor.wait(started);
    return Error::wrong_credentials;
}

/// Writes the hash anew while the password is at hand. That this fails is no reason to keep the person out.
void rehash(const Context& context, User& user, const SecretBytes& password) {
    auto hash = context.hashing.hash(password);
    if (!hash) return;
    const auto replaced = context.store.users().replace_password_hash(user.id, user.password_hash, *hash);
    if (!replaced || !*replaced) return;
    user.password_hash = std::move(*hash);
    context.log.info("password_rehashed", {{"user", user.id}});
}

/// Trouble of ours: neither the account nor the answer may suffer as if the password had been wrong.
bool is_our_trouble(const Error& error) noexcept {
    return error == Error::overloaded;
}

Result<User> check_known_user(const Context& context, const Credentials& credentials, const Origin& origin, User user,
                              SteadyTime started) {
    const auto verified = context.hashing.verify(credentials.password, user.password_hash);
    if (!verified && is_our_trouble(verified.error())) return verified.error();
    if (!verified) return refuse(context, credentials, origin, {verified.error().name(), user.id}, started);
    if (verified->match != passwords::Match::yes)
        return refuse(context, credentials, origin, {"wrong_password", user.id}, started);
    // After the password, so that a disabled user costs and looks the same as a wrong password.
    if (user.status != UserStatus::active)
        return refuse(context, credentials, origin, {"user_disabled", user.id}, started);
    context.limits.note_success(origin.address, credentials.name, context.clock.now());
    if (verified->rehash == passwords::Rehash::needed) rehash(context, user, credentials.password);
    return user;
}

}  // namespace

Result<User> authenticate(const Context& context, const Credentials& credentials, const Origin& origin) {
    const SteadyTime started = std::chrono::steady_clock::now();
    if (auto admitted = context.limits.admit(origin.address, credentials.name, context.clock.now()); !admitted) {
        context.log.warning("sign_in_limited", {{"by", admitted.error().detail()}, {"address", origin.address}});
        return admitted.error();
    }
    auto user = context.store.users().find_by_name(credentials.name);
    if (!user) return user.error();
    if (*user) return check_known_user(context, credentials, origin, std::move(**user), started);
    if (auto spent = context.failure_floor.spend(context.hashing, credentials.password); !spent) return spent.error();
    return refuse(context, credentials, origin, {"unknown_user"}, started);
}

}  // namespace watchword::auth
