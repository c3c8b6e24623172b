#pragma once
/// The clients and the server's own keys in memory.

#include <watchword/storage/memory/tables.hpp>

namespace watchword::storage::memory {

class Clients final : public auth::ClientStore {
  public:
    explicit Clients(Tables& tables) noexcept : tables_(tables) {}

    Result<void> add(const auth::Client& client) override;
    Result<std::optional<auth::Client>> find(std::string_view id) override;
    Result<std::vector<auth::Client>> list() override;
    Result<void> remove(std::string_view id, TimePoint now) override;

  private:
    Tables& tables_;
};

class Keys final : public auth::KeyStore {
  public:
    explicit Keys(Tables& tables) noexcept : tables_(tables) {}

    Result<std::vector<auth::KeyRecord>> list() override;
    Result<bool> add_if_none(const auth::KeyRecord& key) override;
    Result<void> rotate(const auth::KeyRecord& next, TimePoint signs_until, TimePoint published_until) override;
    Result<std::size_t> remove_retired(TimePoint now) override;

  private:
    Result<void> add_locked(const auth::KeyRecord& key);

    Tables& tables_;
};

}  // namespace watchword::storage::memory
