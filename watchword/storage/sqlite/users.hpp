#pragma once
/// The users in SQLite.

#include <watchword/auth/ports/user_store.hpp>
#include <watchword/storage/sqlite/readers.hpp>
#include <watchword/storage/sqlite/writer.hpp>

namespace watchword::storage::sqlite {

class Users final : public auth::UserStore {
  public:
    Users(Writer& writer, Readers& readers) noexcept : writer_(writer), readers_(readers) {}

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
    Writer& writer_;
    Readers& readers_;
};

}  // namespace watchword::storage::sqlite
