#pragma once
/// The clients in SQLite.

#include <watchword/auth/ports/client_store.hpp>
#include <watchword/storage/sqlite/readers.hpp>
#include <watchword/storage/sqlite/writer.hpp>

namespace watchword::storage::sqlite {

class Clients final : public auth::ClientStore {
  public:
    Clients(Writer& writer, Readers& readers) noexcept : writer_(writer), readers_(readers) {}

    Result<void> add(const auth::Client& client) override;
    Result<std::optional<auth::Client>> find(std::string_view id) override;
    Result<std::vector<auth::Client>> list() override;
    Result<void> remove(std::string_view id, TimePoint now) override;

  private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace watchword::storage::sqlite
