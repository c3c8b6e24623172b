#include <watchword/base/secret.hpp>
#include <watchword/storage/sqlite/families.hpp>
#include <watchword/storage/sqlite/session_end.hpp>

#include <bit>
#include <cstring>

namespace watchword::storage::sqlite {
namespace {

using auth::RefreshFamily;
using auth::Rotation;
using auth::RotationOutcome;
using auth::RotationRequest;

constexpr auto insert =
    "INSERT INTO refresh_family (number, handle_hash, current_hash, previous_hash, rotated_at, idle_expires_at,"
    " expires_at, created_at, session_id, user_id, client_id, scope, audience)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
constexpr auto select_family =
    "SELECT handle_hash, current_hash, previous_hash, rotated_at, idle_expires_at, expires_at, created_at, session_id,"
    " user_id, client_id, scope, audience FROM refresh_family WHERE number = ?1";
constexpr auto select_sealed = "SELECT sealed FROM sealed_successor WHERE rotated_at = ?1 AND family = ?2";
constexpr auto update_family =
    "UPDATE refresh_family SET current_hash = ?2, previous_hash = ?3, rotated_at = ?4, idle_expires_at = ?5"
    " WHERE number = ?1";
constexpr auto delete_sealed = "DELETE FROM sealed_successor WHERE rotated_at = ?1 AND family = ?2";
constexpr auto insert_sealed = "INSERT INTO sealed_successor (rotated_at, family, sealed) VALUES (?1, ?2, ?3)";

std::int64_t number_of(const crypto::Digest& handle_hash) noexcept {
    std::int64_t number = 0;
    std::memcpy(&number, handle_hash.data(), sizeof number);
    static_assert(std::endian::native == std::endian::little, "the database file holds these numbers");
    return number;
}

RefreshFamily family_of(const Statement& row) {
    return {.handle_hash = row.digest(0),
            .current_hash = row.digest(1),
            .previous_hash = row.optional_digest(2),
            .rotated_at = row.time(3),
            .sealed_successor = {},
            .session_id = row.text(7),
            .user_id = row.text(8),
            .client_id = row.text(9),
            .scope = row.text(10),
            .audience = row.text(11),
            .created_at = row.time(6),
            .idle_expires_at = row.time(4),
            .expires_at = row.time(5)};
}

std::optional<RefreshFamily> find_without_sealed(Connection& connection, const crypto::Digest& handle_hash) {
    Statement select = connection.statement(select_family);
    if (!select.bind(number_of(handle_hash)).step()) return std::nullopt;
    RefreshFamily family = family_of(select);
    if (!constant_time_equal(family.handle_hash, handle_hash)) return std::nullopt;
    return family;
}

void load_sealed(Connection& connection, RefreshFamily& family) {
    Statement select = connection.statement(select_sealed);
    if (!select.bind(family.rotated_at, number_of(family.handle_hash)).step()) return;
    family.sealed_successor = select.bytes(0);
}

void store_sealed(Connection& connection, const RefreshFamily& family) {
    if (family.sealed_successor.empty()) return;
    const std::int64_t number = number_of(family.handle_hash);
    connection.statement(insert_sealed).bind(family.rotated_at, number, family.sealed_successor).run();
}

void store_successor(Connection& connection, const RefreshFamily& before, const RefreshFamily& after) {
    const std::int64_t number = number_of(before.handle_hash);
    connection.statement(delete_sealed).bind(before.rotated_at, number).run();
    connection.statement(update_family)
        .bind(number, after.current_hash, after.previous_hash, after.rotated_at, after.idle_expires_at)
        .run();
    store_sealed(connection, after);
}

}  // namespace

Result<void> insert_family(Connection& connection, const RefreshFamily& family) {
    const std::int64_t number = number_of(family.handle_hash);
    if (connection.statement("SELECT 1 FROM refresh_family WHERE number = ?1").bind(number).step()) {
        return Error(Error::internal, "a refresh token handle was used before");
    }
    connection.statement(insert)
        .bind(number, family.handle_hash, family.current_hash, family.previous_hash, family.rotated_at,
              family.idle_expires_at, family.expires_at, family.created_at, family.session_id, family.user_id,
              family.client_id, family.scope, family.audience)
        .run();
    store_sealed(connection, family);
    return {};
}

std::optional<RefreshFamily> find_family(Connection& connection, const crypto::Digest& handle_hash) {
    std::optional<RefreshFamily> family = find_without_sealed(connection, handle_hash);
    if (family) load_sealed(connection, *family);
    return family;
}

Rotation rotate_family(Connection& connection, const RotationRequest& request) {
    std::optional<RefreshFamily> family = find_without_sealed(connection, request.handle_hash);
    RotationOutcome outcome = judge(family ? &*family : nullptr, request);
    // The sealed successor decides only between a replay and a reuse: the usual rotation never reads it.
    if (outcome == RotationOutcome::reused) {
        load_sealed(connection, *family);
        outcome = judge(&*family, request);
    }
    switch (outcome) {
        case RotationOutcome::unknown:
            return {};
        case RotationOutcome::reused:
            end_session(connection, family->session_id, request.now);
            break;
        case RotationOutcome::rotated: {
            RefreshFamily successor = successor_of(*family, request);
            store_successor(connection, *family, successor);
            return {outcome, std::move(successor)};
        }
        case RotationOutcome::replayed:
            break;
    }
    return {outcome, std::move(*family)};
}

}  // namespace watchword::storage::sqlite
