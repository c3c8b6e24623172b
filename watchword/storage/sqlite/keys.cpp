#include <watchword/storage/sqlite/keys.hpp>

namespace watchword::storage::sqlite {
namespace {

using auth::KeyRecord;

#define KEY_COLUMNS \
    "kid, algorithm, public_jwk, sealed_private_jwk, created_at, signs_from, signs_until, published_until"
constexpr auto insert = "INSERT INTO signing_key (" KEY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr auto select_all = "SELECT " KEY_COLUMNS " FROM signing_key ORDER BY created_at, kid";
#undef KEY_COLUMNS
constexpr auto select_endless = "SELECT 1 FROM signing_key WHERE algorithm = ?1 AND signs_until IS NULL";
constexpr auto end_endless = "UPDATE signing_key SET signs_until = ?1, published_until = ?2 WHERE signs_until IS NULL";

KeyRecord key_of(const Statement& row) {
    return {.kid = row.text(0),
            .algorithm = row.text(1),
            .public_jwk = row.text(2),
            .sealed_private_jwk = row.bytes(3),
            .created_at = row.time(4),
            .signs_from = row.time(5),
            .signs_until = row.optional_time(6),
            .published_until = row.optional_time(7)};
}

Result<void> insert_key(Connection& connection, const KeyRecord& key) {
    if (connection.statement("SELECT 1 FROM signing_key WHERE kid = ?1").bind(key.kid).step()) {
        return Error(Error::internal, "a key id was used before");
    }
    connection.statement(insert)
        .bind(key.kid, key.algorithm, key.public_jwk, key.sealed_private_jwk, key.created_at, key.signs_from,
              key.signs_until, key.published_until)
        .run();
    return {};
}

}  // namespace

Result<std::vector<KeyRecord>> Keys::list() {
    return readers_.read([](Connection& connection) -> Result<std::vector<KeyRecord>> {
        std::vector<KeyRecord> keys;
        for (Statement select = connection.statement(select_all); select.step();) {
            keys.push_back(key_of(select));
        }
        return keys;
    });
}

Result<bool> Keys::add_if_none(const KeyRecord& key) {
    return writer_.change([&](Connection& connection) -> Result<bool> {
        if (connection.statement(select_endless).bind(key.algorithm).step()) return false;
        if (Result<void> inserted = insert_key(connection, key); !inserted) return inserted.error();
        return true;
    });
}

Result<void> Keys::rotate(const KeyRecord& next, TimePoint signs_until, TimePoint published_until) {
    return writer_.change([&](Connection& connection) -> Result<void> {
        connection.statement(end_endless).bind(signs_until, published_until).run();
        return insert_key(connection, next);
    });
}

Result<std::size_t> Keys::remove_retired(TimePoint now) {
    return writer_.change([&](Connection& connection) -> Result<std::size_t> {
        const std::int64_t removed =
            connection.statement("DELETE FROM signing_key WHERE published_until <= ?1").bind(now).run();
        return static_cast<std::size_t>(removed);
    });
}

}  // namespace watchword::storage::sqlite
