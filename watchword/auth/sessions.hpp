#pragma once
/// How a session begins: shared by the grants and the pages.

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/session.hpp>
#include <watchword/auth/records/user.hpp>
#include <watchword/auth/sign_in.hpp>

#include <string>
#include <string_view>

namespace watchword::auth {

/// How long a session may rest, and how long it may last.
struct SessionLifetime {
    Seconds idle;
    Seconds absolute;
};

/// A new session of that user; not stored yet. What the client said of itself is cut and cleaned for display.
Session new_session(const Context& context, const User& user, std::string_view client_id, const Origin& origin,
                    const SessionLifetime& lifetime, TimePoint now);

/// The use of a session by refreshing is noted once an hour, not at each rotation: that would be a second write.
inline constexpr Seconds refresh_noted_every{3600};

/// How long a session with refresh tokens may rest: as long as its tokens, and what has not been noted yet.
SessionLifetime refreshable_lifetime(const Lifetimes& lifetimes) noexcept;

/// Stores the session, with its first refresh token if there is one. `user` is as it was when the password was checked:
/// a password that was changed since then opens nothing. Errors: wrong_credentials, session_ended, those of the store.
Result<void> open_session(const Context& context, const User& user, const Session& session,
                          const RefreshFamily* family);

}  // namespace watchword::auth
