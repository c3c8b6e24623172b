#pragma once
/// One sign-in of one person at one client, and the refresh tokens that keep it alive.

#include <watchword/base/clock.hpp>
#include <watchword/base/crypto.hpp>

#include <optional>
#include <string>
#include <vector>

namespace watchword::auth {

struct Session {
    std::string id;  ///< `sid`
    std::string user_id;
    std::string client_id;
    std::optional<crypto::Digest> cookie_hash;  ///< SHA-256 of the browser's cookie, for sessions of the pages
    TimePoint created_at{};
    TimePoint last_used_at{};
    TimePoint idle_expires_at{};        ///< moves with use
    TimePoint expires_at{};             ///< absolute
    std::optional<TimePoint> ended_at;  ///< set by sign-out and the like; ended sessions are kept until expires_at
    std::string address;                ///< of the sign-in
    std::string user_agent;

    bool is_live(TimePoint now) const noexcept { return !ended_at && now < idle_expires_at && now < expires_at; }
};

/// The chain of refresh tokens of a session. A token is a handle (128 random bits, the same for the whole family) and a
/// secret (256 random bits, new at each rotation); only hashes of both are stored. A family whose session ends is gone.
struct RefreshFamily {
    crypto::Digest handle_hash{};
    crypto::Digest current_hash{};                ///< of the secret that is valid now
    std::optional<crypto::Digest> previous_hash;  ///< of its immediate predecessor
    TimePoint rotated_at{};
    /// What rotated_at was until this rotation; known right after one, not stored.
    std::optional<TimePoint> previous_rotated_at{};
    Bytes
        sealed_successor;  ///< the current secret, sealed under the previous one; empty once superseded or out of grace
    std::string session_id;
    std::string user_id;
    std::string client_id;
    std::string scope;
    std::string audience;
    TimePoint created_at{};
    TimePoint idle_expires_at{};
    TimePoint expires_at{};
};

}  // namespace watchword::auth
