#pragma once
/// What auth needs of a store of sessions and refresh tokens.

#include <watchword/auth/ports/rotation.hpp>
#include <watchword/auth/records/session.hpp>
#include <watchword/base/result.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace watchword::auth {

/// Thread-safe; errors and durability as in UserStore.
class SessionStore {
  public:
    virtual ~SessionStore() = default;
    /// Stores a session, with its first refresh token if there is one. Error: session_ended if the user is not there or
    /// not active any more (a sign-in that lost the race against `user disable`).
    virtual Result<void> open(const Session& session, const RefreshFamily* family) = 0;
    /// The session, also an ended one.
    virtual Result<std::optional<Session>> find(std::string_view id) = 0;
    virtual Result<std::optional<Session>> find_by_cookie(const crypto::Digest& cookie_hash) = 0;
    virtual Result<std::optional<RefreshFamily>> find_family(const crypto::Digest& handle_hash) = 0;
    /// Sessions that are live at `now`, newest first; of one user, or of all if `user_id` is empty.
    virtual Result<std::vector<Session>> list_live(std::string_view user_id, TimePoint now) = 0;
    /// Notes use: moves last_used_at and idle_expires_at forward. Nothing happens to an ended session.
    virtual Result<void> touch(std::string_view id, TimePoint now, TimePoint idle_expires_at) = 0;
    /// The one atomic step of a refresh: finds the family, judges it with `judge`, and
    /// rotated: stores the successor; reused: ends the session and the family; else changes nothing.
    virtual Result<Rotation> rotate(const RotationRequest& request) = 0;
    /// Ends a session and its families. True if it was live until now.
    virtual Result<bool> end(std::string_view id, TimePoint now) = 0;
    /// Ends all sessions of a user but `kept_session` (may be empty); how many were live.
    virtual Result<std::size_t> end_all(std::string_view user_id, TimePoint now, std::string_view kept_session) = 0;
    /// Drops what is dead: expired families and sessions past expires_at, and sealed successors out of grace.
    /// Bounded work a call; true if there may be more.
    virtual Result<bool> purge(TimePoint now, Seconds refresh_grace) = 0;
};

}  // namespace watchword::auth
