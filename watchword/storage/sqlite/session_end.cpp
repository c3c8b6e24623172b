#include <watchword/storage/sqlite/session_end.hpp>

namespace watchword::storage::sqlite {
namespace {

/// Three statements for the same sessions; ?1 chooses them, ?2 is now, ?3 the one to keep where there is one.
struct Ending {
    const char* count_live;
    const char* mark;
    const char* delete_families;
};

#define ENDING(chosen)                                                                                              \
    Ending {                                                                                                        \
        "SELECT count(*) FROM session WHERE " chosen                                                                \
        " AND ended_at IS NULL AND idle_expires_at > ?2 AND expires_at > ?2 AND id <> ?3",                          \
            "UPDATE session SET ended_at = ?2 WHERE " chosen " AND ended_at IS NULL AND id <> ?3",                  \
            "DELETE FROM refresh_family WHERE session_id IN (SELECT id FROM session WHERE " chosen " AND id <> ?3)" \
    }

constexpr Ending one = ENDING("id = ?1");
constexpr Ending of_user = ENDING("user_id = ?1");
constexpr Ending of_client = ENDING("client_id = ?1");
#undef ENDING

std::size_t end(Connection& connection, const Ending& ending, std::string_view chosen, TimePoint now,
                std::string_view kept) {
    std::int64_t live = 0;
    if (Statement count = connection.statement(ending.count_live); count.bind(chosen, now, kept).step()) {
        live = count.integer(0);
    }
    connection.statement(ending.delete_families).bind(chosen, now, kept).run();
    connection.statement(ending.mark).bind(chosen, now, kept).run();
    return static_cast<std::size_t>(live);
}

}  // namespace

std::size_t end_session(Connection& connection, std::string_view id, TimePoint now) {
    return end(connection, one, id, now, {});
}

std::size_t end_sessions_of_user(Connection& connection, std::string_view user_id, TimePoint now,
                                 std::string_view kept_session) {
    return end(connection, of_user, user_id, now, kept_session);
}

std::size_t end_sessions_of_client(Connection& connection, std::string_view client_id, TimePoint now) {
    return end(connection, of_client, client_id, now, {});
}

}  // namespace watchword::storage::sqlite
