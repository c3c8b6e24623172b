#include <watchword/storage/sqlite/purge.hpp>

#include <limits>

namespace watchword::storage::sqlite {
namespace {

// A piece takes a few milliseconds of the writer.
constexpr std::int64_t most_sealed = 2000;
constexpr std::int64_t most_dead = 200;
constexpr std::int64_t most_swept = 2000;

// judge() gives the successor again while now <= rotated_at + grace.
constexpr auto delete_sealed =
    "DELETE FROM sealed_successor WHERE (rotated_at, family) IN"
    " (SELECT rotated_at, family FROM sealed_successor WHERE rotated_at < ?1 ORDER BY rotated_at LIMIT ?2)";
constexpr auto delete_families =
    "DELETE FROM refresh_family WHERE number IN (SELECT number FROM refresh_family WHERE expires_at <= ?1 LIMIT ?2)";
constexpr auto delete_sessions =
    "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at <= ?1 LIMIT ?2)";

constexpr auto last_of_piece =
    "SELECT max(number), count(*) FROM"
    " (SELECT number FROM refresh_family WHERE number >= ?1 ORDER BY number LIMIT ?2)";
constexpr auto delete_idle = "DELETE FROM refresh_family WHERE number BETWEEN ?1 AND ?2 AND idle_expires_at <= ?3";

bool delete_piece(Connection& connection, const char* sql, TimePoint limit, std::int64_t most) {
    return connection.statement(sql).bind(limit, most).run() >= most;
}

void sweep_idle(Connection& connection, TimePoint now, std::int64_t& at) {
    constexpr std::int64_t start = std::numeric_limits<std::int64_t>::min();
    Statement piece = connection.statement(last_of_piece);
    if (!piece.bind(at, most_swept).step() || piece.is_null(0)) {
        at = start;
        return;
    }
    const std::int64_t last = piece.integer(0);
    const bool at_the_end = piece.integer(1) < most_swept || last == std::numeric_limits<std::int64_t>::max();
    connection.statement(delete_idle).bind(at, last, now).run();
    at = at_the_end ? start : last + 1;
}

}  // namespace

bool purge_dead(Connection& connection, TimePoint now, Seconds refresh_grace, std::int64_t& idle_sweep_at) {
    const bool more_sealed = delete_piece(connection, delete_sealed, now - refresh_grace, most_sealed);
    const bool more_families = delete_piece(connection, delete_families, now, most_dead);
    const bool more_sessions = delete_piece(connection, delete_sessions, now, most_dead);
    sweep_idle(connection, now, idle_sweep_at);
    return more_sealed || more_families || more_sessions;
}

}  // namespace watchword::storage::sqlite
