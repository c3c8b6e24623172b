#pragma once
/// The sessions and refresh tokens in memory.

#include <watchword/storage/memory/tables.hpp>

namespace watchword::storage::memory {

class Sessions final : public auth::SessionStore {
  public:
    explicit Sessions(Tables& tables) noexcept : tables_(tables) {}

    Result<void> open(const auth::Session& session, const auth::RefreshFamily* family) override;
    Result<std::optional<auth::Session>> find(std::string_view id) override;
    Result<std::optional<auth::Session>> find_by_cookie(const crypto::Digest& cookie_hash) override;
    Result<std::optional<auth::RefreshFamily>> find_family(const crypto::Digest& handle_hash) override;
    Result<std::vector<auth::Session>> list_live(std::string_view user_id, TimePoint now) override;
    Result<void> touch(std::string_view id, TimePoint now, TimePoint idle_expires_at) override;
    Result<auth::Rotation> rotate(const auth::RotationRequest& request) override;
    Result<bool> end(std::string_view id, TimePoint now) override;
    Result<std::size_t> end_all(std::string_view user_id, TimePoint now, std::string_view kept_session) override;
    Result<bool> purge(TimePoint now, Seconds refresh_grace) override;

  private:
    Tables& tables_;
};

}  // namespace watchword::storage::memory
