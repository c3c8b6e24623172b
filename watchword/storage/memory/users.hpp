#pragma once
/// The users in memory.

#include <watchword/storage/memory/tables.hpp>

namespace watchword::storage::memory {

class Users final : public auth::UserStore {
  public:
    explicit Users(Tables& tables) noexcept : tables_(tables) {}

    Result<void> add(const auth::User& user) override;
    Result<void> add_first(const auth::User& user) override;
    Result<std::optional<auth::User>> find_by_id(std::string_view id) override;
    Result<std::optional<auth::User>> find_by_name(std::string_view name) override;
    Result<std::vector<auth::User>> list() override;
    Result<bool> empty() override;
    Result<bool> replace_password_hash(std::string_view id, std::string_view expected, std::string_view hash) override;
    Result<void> set_password(std::string_view id, std::string_view replaced, std::string_view hash, TimePoint now,
                              std::string_view kept_session) override;
    Result<void> set_status(std::string_view id, auth::UserStatus status, TimePoint now) override;
    Result<void> remove(std::string_view id, TimePoint now) override;
    Result<std::vector<std::string>> password_hash_kinds() override;

  private:
    Result<void> add_locked(const auth::User& user);
    /// Whether the user may stop being an active one.
    Result<void> expect_dispensable(std::string_view id) const;

    Tables& tables_;
};

}  // namespace watchword::storage::memory
