#include <watchword/storage/sqlite/families.hpp>
#include <watchword/storage/sqlite/purge.hpp>
#include <watchword/storage/sqlite/session_end.hpp>
#include <watchword/storage/sqlite/sessions.hpp>

namespace watchword::storage::sqlite {
namespace {

using auth::RefreshFamily;
using auth::Session;

#define SESSION_COLUMNS                                                                                              \
    "id, user_id, client_id, cookie_hash, created_at, last_used_at, idle_expires_at, expires_at, ended_at, address," \
    " user_agent"
#define LIVE_NEWEST_FIRST " ended_at IS NULL AND idle_expires_at > ?1 AND expires_at > ?1 ORDER BY created_at DESC, id"
constexpr auto insert =
    "INSERT INTO session (" SESSION_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
constexpr auto select_by_id = "SELECT " SESSION_COLUMNS " FROM session WHERE id = ?1";
constexpr auto select_by_cookie = "SELECT " SESSION_COLUMNS " FROM session WHERE cookie_hash = ?1";
constexpr auto select_live = "SELECT " SESSION_COLUMNS " FROM session WHERE" LIVE_NEWEST_FIRST;
constexpr auto select_live_of_user = "SELECT " SESSION_COLUMNS " FROM session WHERE user_id = ?2 AND" LIVE_NEWEST_FIRST;
#undef SESSION_COLUMNS
#undef LIVE_NEWEST_FIRST

// Nothing revives a session that is over, whether it was ended or its time has run out.
constexpr auto touch_live =
    "UPDATE session SET last_used_at = max(last_used_at, ?2), idle_expires_at = max(idle_expires_at, ?3)"
    " WHERE id = ?1 AND ended_at IS NULL AND idle_expires_at > ?2 AND expires_at > ?2";

Session session_of(const Statement& row) {
    return {.id = row.text(0),
            .user_id = row.text(1),
            .client_id = row.text(2),
            .cookie_hash = row.optional_digest(3),
            .created_at = row.time(4),
            .last_used_at = row.time(5),
            .idle_expires_at = row.time(6),
            .expires_at = row.time(7),
            .ended_at = row.optional_time(8),
            .address = row.text(9),
            .user_agent = row.text(10)};
}

template <class Key>
std::optional<Session> find_session(Connection& connection, const char* sql, const Key& key) {
    Statement select = connection.statement(sql);
    if (!select.bind(key).step()) return std::nullopt;
    return session_of(select);
}

Result<void> open_session(Connection& connection, const Session& session, const RefreshFamily* family) {
    if (!connection.statement("SELECT 1 FROM user WHERE id = ?1 AND is_active").bind(session.user_id).step()) {
        return Error::session_ended;
    }
    connection.statement(insert)
        .bind(session.id, session.user_id, session.client_id, session.cookie_hash, session.created_at,
              session.last_used_at, session.idle_expires_at, session.expires_at, session.ended_at, session.address,
              session.user_agent)
        .run();
    if (family == nullptr) return {};
    return insert_family(connection, *family);
}

std::vector<Session> collect(Statement& select) {
    std::vector<Session> sessions;
    while (select.step()) {
        sessions.push_back(session_of(select));
    }
    return sessions;
}

}  // namespace

Result<void> Sessions::open(const Session& session, const RefreshFamily* family) {
    return writer_.change([&](Connection& connection) { return open_session(connection, session, family); });
}

Result<std::optional<Session>> Sessions::find(std::string_view id) {
    return readers_.read([&](Connection& connection) -> Result<std::optional<Session>> {
        return find_session(connection, select_by_id, id);
    });
}

Result<std::optional<Session>> Sessions::find_by_cookie(const crypto::Digest& cookie_hash) {
    return readers_.read([&](Connection& connection) -> Result<std::optional<Session>> {
        return find_session(connection, select_by_cookie, cookie_hash);
    });
}

Result<std::optional<RefreshFamily>> Sessions::find_family(const crypto::Digest& handle_hash) {
    return readers_.read([&](Connection& connection) -> Result<std::optional<RefreshFamily>> {
        return sqlite::find_family(connection, handle_hash);
    });
}

Result<std::vector<Session>> Sessions::list_live(std::string_view user_id, TimePoint now) {
    return readers_.read([&](Connection& connection) -> Result<std::vector<Session>> {
        if (user_id.empty()) {
            Statement select = connection.statement(select_live);
            return collect(select.bind(now));
        }
        Statement select = connection.statement(select_live_of_user);
        return collect(select.bind(now, user_id));
    });
}

Result<void> Sessions::touch(std::string_view id, TimePoint now, TimePoint idle_expires_at) {
    return writer_.change([&](Connection& connection) -> Result<void> {
        connection.statement(touch_live).bind(id, now, idle_expires_at).run();
        return {};
    });
}

Result<auth::Rotation> Sessions::rotate(const auth::RotationRequest& request) {
    return writer_.change(
        [&](Connection& connection) -> Result<auth::Rotation> { return rotate_family(connection, request); });
}

Result<bool> Sessions::end(std::string_view id, TimePoint now) {
    return writer_.change(
        [&](Connection& connection) -> Result<bool> { return end_session(connection, id, now) != 0; });
}

Result<std::size_t> Sessions::end_all(std::string_view user_id, TimePoint now, std::string_view kept_session) {
    return writer_.change([&](Connection& connection) -> Result<std::size_t> {
        return end_sessions_of_user(connection, user_id, now, kept_session);
    });
}

Result<bool> Sessions::purge(TimePoint now, Seconds refresh_grace) {
    return writer_.change([&](Connection& connection) -> Result<bool> {
        return purge_dead(connection, now, refresh_grace, idle_sweep_at_);
    });
}

}  // namespace watchword::storage::sqlite
