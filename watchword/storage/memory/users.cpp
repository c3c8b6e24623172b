#include <watchword/auth/ports/password_hash_kind.hpp>
#include <watchword/storage/memory/users.hpp>

#include <algorithm>

namespace watchword::storage::memory {
namespace {

using auth::User;
using auth::UserStatus;

std::string folded(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

bool is_active_admin(const User& user) noexcept {
    return user.role == auth::Role::admin && user.status == UserStatus::active;
}

}  // namespace

Result<void> Users::add_locked(const User& user) {
    for (const auto& [id, other] : tables_.users) {
        if (folded(other.name) == folded(user.name)) return Error::name_taken;
    }
    if (tables_.users.contains(user.id) || tables_.removed_users.contains(user.id)) {
        return Error(Error::internal, "a user's id was used before");
    }
    tables_.users.emplace(user.id, user);
    return {};
}

Result<void> Users::expect_dispensable(std::string_view id) const {
    const auto found = tables_.users.find(id);
    if (found == tables_.users.end()) return Error::not_found;
    if (!is_active_admin(found->second)) return {};
    const auto admins = std::ranges::count_if(tables_.users, [](const auto& e) { return is_active_admin(e.second); });
    if (admins == 1) return Error::last_admin;
    return {};
}

Result<void> Users::add(const User& user) {
    const std::lock_guard lock(tables_.mutex);
    return add_locked(user);
}

Result<void> Users::add_first(const User& user) {
    const std::lock_guard lock(tables_.mutex);
    if (!tables_.users.empty()) return Error::setup_done;
    return add_locked(user);
}

Result<std::optional<User>> Users::find_by_id(std::string_view id) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.users.find(id);
    if (found == tables_.users.end()) return std::optional<User>();
    return std::optional(found->second);
}

Result<std::optional<User>> Users::find_by_name(std::string_view name) {
    const std::lock_guard lock(tables_.mutex);
    for (const auto& [id, user] : tables_.users) {
        if (folded(user.name) == folded(name)) return std::optional(user);
    }
    return std::optional<User>();
}

Result<std::vector<User>> Users::list() {
    const std::lock_guard lock(tables_.mutex);
    std::vector<User> users;
    users.reserve(tables_.users.size());
    for (const auto& [id, user] : tables_.users) {
        users.push_back(user);
    }
    std::ranges::sort(users, {}, [](const User& user) { return folded(user.name); });
    return users;
}

Result<bool> Users::empty() {
    const std::lock_guard lock(tables_.mutex);
    return tables_.users.empty();
}

Result<bool> Users::replace_password_hash(std::string_view id, std::string_view expected, std::string_view hash) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.users.find(id);
    if (found == tables_.users.end() || found->second.password_hash != expected) return false;
    found->second.password_hash = hash;
    return true;
}

Result<void> Users::set_password(std::string_view id, std::string_view replaced, std::string_view hash, TimePoint now,
                                 std::string_view kept_session) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.users.find(id);
    if (found == tables_.users.end()) return Error::not_found;
    if (!replaced.empty() && found->second.password_hash != replaced) return Error::wrong_credentials;
    found->second.password_hash = hash;
    found->second.password_changed_at = now;
    tables_.end_sessions([&](const auth::Session& s) { return s.user_id == id && s.id != kept_session; }, now);
    return {};
}

Result<void> Users::set_status(std::string_view id, UserStatus status, TimePoint now) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.users.find(id);
    if (found == tables_.users.end()) return Error::not_found;
    if (status == UserStatus::disabled) {
        if (Result<void> dispensable = expect_dispensable(id); !dispensable) return dispensable;
        tables_.end_sessions([&](const auth::Session& s) { return s.user_id == id; }, now);
    }
    found->second.status = status;
    return {};
}

Result<void> Users::remove(std::string_view id, TimePoint now) {
    const std::lock_guard lock(tables_.mutex);
    if (Result<void> dispensable = expect_dispensable(id); !dispensable) return dispensable;
    tables_.end_sessions([&](const auth::Session& s) { return s.user_id == id; }, now);
    tables_.removed_users.emplace(id);
    tables_.users.erase(tables_.users.find(id));
    return {};
}

Result<std::vector<std::string>> Users::password_hash_kinds() {
    const std::lock_guard lock(tables_.mutex);
    std::set<std::string, std::less<>> kinds;
    for (const auto& [id, user] : tables_.users) {
        kinds.emplace(auth::password_hash_kind(user.password_hash));
    }
    return std::vector<std::string>(kinds.begin(), kinds.end());
}

}  // namespace watchword::storage::memory
