#pragma once
/// What auth needs of a store of users. All stores pass tests/contract.

#include <watchword/auth/records/user.hpp>
#include <watchword/base/result.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace watchword::auth {

/// Thread-safe. Every call may fail with storage_unavailable, storage_full, storage_locked or storage_corrupt; a call
/// that changes something returns when the change is durable.
class UserStore {
  public:
    virtual ~UserStore() = default;
    /// Error: name_taken (names are compared without regard to ASCII case).
    virtual Result<void> add(const User& user) = 0;
    /// Adds only if there is no user at all. Error: setup_done.
    virtual Result<void> add_first(const User& user) = 0;
    virtual Result<std::optional<User>> find_by_id(std::string_view id) = 0;
    virtual Result<std::optional<User>> find_by_name(std::string_view name) = 0;
    /// In the order of their names.
    virtual Result<std::vector<User>> list() = 0;
    virtual Result<bool> empty() = 0;
    /// Replaces the hash only if it still is `expected` (so that a rehash never undoes a password change).
    /// False if it was another one, or the user is gone.
    virtual Result<bool> replace_password_hash(std::string_view id, std::string_view expected,
                                               std::string_view hash) = 0;
    /// A new password: ends every session of the user but `kept_session`, in the same transaction. `replaced` is the
    /// hash that it replaces (so that a change by the old password never undoes another one), or empty for whichever it
    /// is. Errors: not_found, wrong_credentials (it is another hash by now).
    virtual Result<void> set_password(std::string_view id, std::string_view replaced, std::string_view hash,
                                      TimePoint now, std::string_view kept_session) = 0;
    /// Disabling ends every session of the user in the same transaction. Errors: not_found, last_admin (the last active
    /// administrator cannot be disabled).
    virtual Result<void> set_status(std::string_view id, UserStatus status, TimePoint now) = 0;
    /// Removes the user and ends everything that is theirs. Errors: not_found, last_admin.
    virtual Result<void> remove(std::string_view id, TimePoint now) = 0;
    /// The distinct kinds of stored hashes by their prefix with parameters (e.g. "$2b$12$",
    /// "$argon2id$v=19$m=19456,t=2,p=1$").
    virtual Result<std::vector<std::string>> password_hash_kinds() = 0;
};

}  // namespace watchword::auth
