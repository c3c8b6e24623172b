#include <watchword/auth/ports/password_hash_kind.hpp>
#include <watchword/storage/sqlite/session_end.hpp>
#include <watchword/storage/sqlite/users.hpp>

#include <set>

namespace watchword::storage::sqlite {
namespace {

using auth::Role;
using auth::User;
using auth::UserStatus;

#define USER_COLUMNS "id, name, email, password_hash, is_admin, is_active, created_at, password_changed_at"
constexpr auto select_by_id = "SELECT " USER_COLUMNS " FROM user WHERE id = ?1";
constexpr auto select_by_name = "SELECT " USER_COLUMNS " FROM user WHERE name = ?1";
constexpr auto select_all = "SELECT " USER_COLUMNS " FROM user ORDER BY name";
constexpr auto insert = "INSERT INTO user (" USER_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
#undef USER_COLUMNS

User user_of(const Statement& row) {
    return {.id = row.text(0),
            .name = row.text(1),
            .email = row.text(2),
            .password_hash = row.text(3),
            .role = row.integer(4) != 0 ? Role::admin : Role::user,
            .status = row.integer(5) != 0 ? UserStatus::active : UserStatus::disabled,
            .created_at = row.time(6),
            .password_changed_at = row.time(7)};
}

std::optional<User> find(Connection& connection, const char* sql, std::string_view value) {
    Statement select = connection.statement(sql);
    if (!select.bind(value).step()) return std::nullopt;
    return user_of(select);
}

bool exists(Connection& connection, const char* sql, std::string_view value) {
    return connection.statement(sql).bind(value).step();
}

bool no_users(Connection& connection) {
    return !connection.statement("SELECT 1 FROM user LIMIT 1").step();
}

Result<void> add_user(Connection& connection, const User& user) {
    if (exists(connection, "SELECT 1 FROM user WHERE name = ?1", user.name)) return Error::name_taken;
    if (exists(connection, "SELECT 1 FROM user WHERE id = ?1 UNION ALL SELECT 1 FROM removed_user WHERE id = ?1",
               user.id)) {
        return Error(Error::internal, "a user's id was used before");
    }
    connection.statement(insert)
        .bind(user.id, user.name, user.email, user.password_hash, user.role == Role::admin,
              user.status == UserStatus::active, user.created_at, user.password_changed_at)
        .run();
    return {};
}

/// Whether the user may stop being an active one.
Result<void> expect_dispensable(Connection& connection, std::string_view id) {
    const std::optional<User> user = find(connection, select_by_id, id);
    if (!user) return Error::not_found;
    if (user->role != Role::admin || user->status != UserStatus::active) return {};
    const bool another = exists(connection, "SELECT 1 FROM user WHERE is_admin AND is_active AND id <> ?1 LIMIT 1", id);
    if (!another) return Error::last_admin;
    return {};
}

Result<void> disable(Connection& connection, std::string_view id, TimePoint now) {
    if (Result<void> dispensable = expect_dispensable(connection, id); !dispensable) return dispensable;
    connection.statement("UPDATE user SET is_active = 0 WHERE id = ?1").bind(id).run();
    end_sessions_of_user(connection, id, now, {});
    return {};
}

Result<void> enable(Connection& connection, std::string_view id) {
    if (connection.statement("UPDATE user SET is_active = 1 WHERE id = ?1").bind(id).run() == 0) {
        return Error::not_found;
    }
    return {};
}

}  // namespace

Result<void> Users::add(const User& user) {
    return writer_.change([&](Connection& connection) { return add_user(connection, user); });
}

Result<void> Users::add_first(const User& user) {
    return writer_.change([&](Connection& connection) -> Result<void> {
        if (!no_users(connection)) return Error::setup_done;
        return add_user(connection, user);
    });
}

Result<std::optional<User>> Users::find_by_id(std::string_view id) {
    return readers_.read(
        [&](Connection& connection) -> Result<std::optional<User>> { return find(connection, select_by_id, id); });
}

Result<std::optional<User>> Users::find_by_name(std::string_view name) {
    return readers_.read(
        [&](Connection& connection) -> Result<std::optional<User>> { return find(connection, select_by_name, name); });
}

Result<std::vector<User>> Users::list() {
    return readers_.read([](Connection& connection) -> Result<std::vector<User>> {
        std::vector<User> users;
        for (Statement select = connection.statement(select_all); select.step();) {
            users.push_back(user_of(select));
        }
        return users;
    });
}

Result<bool> Users::empty() {
    return readers_.read([](Connection& connection) -> Result<bool> { return no_users(connection); });
}

Result<bool> Users::replace_password_hash(std::string_view id, std::string_view expected, std::string_view hash) {
    return writer_.change([&](Connection& connection) -> Result<bool> {
        return connection.statement("UPDATE user SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2")
                   .bind(id, expected, hash)
                   .run() != 0;
    });
}

Result<void> Users::set_password(std::string_view id, std::string_view replaced, std::string_view hash, TimePoint now,
                                 std::string_view kept_session) {
    return writer_.change([&](Connection& connection) -> Result<void> {
        const bool stored = connection
                                .statement(
                                    "UPDATE user SET password_hash = ?3, password_changed_at = ?4"
                                    " WHERE id = ?1 AND (?2 = '' OR password_hash = ?2)")
                                .bind(id, replaced, hash, now)
                                .run() != 0;
        if (!stored && exists(connection, "SELECT 1 FROM user WHERE id = ?1", id)) return Error::wrong_credentials;
        if (!stored) return Error::not_found;
        end_sessions_of_user(connection, id, now, kept_session);
        return {};
    });
}

Result<void> Users::set_status(std::string_view id, UserStatus status, TimePoint now) {
    return writer_.change([&](Connection& connection) {
        return status == UserStatus::active ? enable(connection, id) : disable(connection, id, now);
    });
}

Result<void> Users::remove(std::string_view id, TimePoint now) {
    return writer_.change([&](Connection& connection) -> Result<void> {
        if (Result<void> dispensable = expect_dispensable(connection, id); !dispensable) return dispensable;
        end_sessions_of_user(connection, id, now, {});
        connection.statement("INSERT INTO removed_user (id) VALUES (?1)").bind(id).run();
        connection.statement("DELETE FROM user WHERE id = ?1").bind(id).run();
        return {};
    });
}

Result<std::vector<std::string>> Users::password_hash_kinds() {
    return readers_.read([](Connection& connection) -> Result<std::vector<std::string>> {
        std::set<std::string, std::less<>> kinds;
        for (Statement select = connection.statement("SELECT password_hash FROM user"); select.step();) {
            kinds.emplace(auth::password_hash_kind(select.text(0)));
        }
        return std::vector<std::string>(kinds.begin(), kinds.end());
    });
}

}  // namespace watchword::storage::sqlite
