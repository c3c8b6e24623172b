#pragma once
/// The server's own keys in SQLite; private parts arrive sealed.

#include <watchword/auth/ports/key_store.hpp>
#include <watchword/storage/sqlite/readers.hpp>
#include <watchword/storage/sqlite/writer.hpp>

namespace watchword::storage::sqlite {

class Keys final : public auth::KeyStore {
  public:
    Keys(Writer& writer, Readers& readers) noexcept : writer_(writer), readers_(readers) {}

    Result<std::vector<auth::KeyRecord>> list() override;
    Result<bool> add_if_none(const auth::KeyRecord& key) override;
    Result<void> rotate(const auth::KeyRecord& next, TimePoint signs_until, TimePoint published_until) override;
    Result<std::size_t> remove_retired(TimePoint now) override;

  private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace watchword::storage::sqlite
