#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/sessions.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

constexpr std::size_t longest_user_agent = 256;
constexpr std::size_t longest_address = 64;

/// Printable ASCII, cut: it is shown in lists and logs.
std::string for_display(std::string_view text, std::size_t longest) {
    std::string shown(text.substr(0, longest));
    std::ranges::replace_if(
        shown, [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
}

void log_signed_in(const Context& context, const Session& session) {
    context.log.info("signed_in", {{"user", session.user_id},
                                   {"client", session.client_id},
                                   {"session", session.id},
                                   {"address", session.address}});
}

}  // namespace

Session new_session(const Context& context, const User& user, std::string_view client_id, const Origin& origin,
                    const SessionLifetime& lifetime, TimePoint now) {
    return Session{.id = new_session_id(context.random),
                   .user_id = user.id,
                   .client_id = std::string(client_id),
                   .cookie_hash = std::nullopt,
                   .created_at = now,
                   .last_used_at = now,
                   .idle_expires_at = now + std::min(lifetime.idle, lifetime.absolute),
                   .expires_at = now + lifetime.absolute,
                   .ended_at = std::nullopt,
                   .address = for_display(origin.address, longest_address),
                   .user_agent = for_display(origin.user_agent, longest_user_agent)};
}

SessionLifetime refreshable_lifetime(const Lifetimes& lifetimes) noexcept {
    return {lifetimes.refresh_idle + 2 * refresh_noted_every, lifetimes.refresh_absolute};
}

Result<void> open_session(const Context& context, const User& user, const Session& session,
                          const RefreshFamily* family) {
    if (auto stored = context.store.sessions().open(session, family); !stored) return stored.error();
    // A change of the password ends the sessions that are there. Hashing takes its time: this one may have come only
    // after a change that the check of the old password did not see.
    const auto current = context.store.users().find_by_id(user.id);
    if (!current) return current.error();
    if (*current && (*current)->password_changed_at == user.password_changed_at) {
        log_signed_in(context, session);
        return {};
    }
    if (const auto ended = context.store.sessions().end(session.id, context.clock.now()); !ended) return ended.error();
    return Error::wrong_credentials;
}

Result<bool> sign_out(const Context& context, std::string_view session_id) {
    Result<bool> ended = context.store.sessions().end(session_id, context.clock.now());
    if (ended && *ended) context.log.info("signed_out", {{"session", session_id}});
    return ended;
}

Result<std::vector<Session>> list_sessions(const Context& context, std::string_view user_id) {
    return context.store.sessions().list_live(user_id, context.clock.now());
}

Result<std::size_t> sign_out_everywhere(const Context& context, std::string_view user_id,
                                        std::string_view kept_session) {
    const auto ended = context.store.sessions().end_all(user_id, context.clock.now(), kept_session);
    if (ended) {
        context.log.info("signed_out_everywhere", {{"user", user_id}, {"sessions", static_cast<std::int64_t>(*ended)}});
    }
    return ended;
}

}  // namespace watchword::auth
