#pragma once
/// The embedded store: one SQLite file, WAL, synchronous=FULL. One writer thread gathers waiting changes, each in its
/// own SAVEPOINT, into one commit; a caller returns when its commit is durable. Readers have connections of their own.

#include <watchword/auth/ports/store.hpp>
#include <watchword/base/log.hpp>
#include <watchword/base/result.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace watchword::storage::sqlite {

struct Options {
    std::filesystem::path file;
    Milliseconds busy_timeout{5000};
    std::size_t max_batch = 64;
    /// Name of the SQLite VFS; empty is the system's. Tests hand in one that loses unsynced writes.
    std::string vfs;
};

class SqliteStore final : public auth::Store {
  public:
    /// Opens or creates the file (mode 0600) and applies missing migrations. Errors: storage_corrupt, storage_newer,
    /// storage_locked, storage_full, unreadable_file, unwritable_file. `log` must outlive the store.
    static Result<std::unique_ptr<SqliteStore>> open(const Options& options, const Log& log);
    ~SqliteStore() override;

    auth::UserStore& users() override;
    auth::SessionStore& sessions() override;
    auth::ClientStore& clients() override;
    auth::KeyStore& keys() override;
    Result<void> ping() override;
    Result<std::uint64_t> outside_changes() override;

    /// Findings of an integrity check, foreign keys and schema version; empty means sound. May take long on a large
    /// file.
    Result<std::vector<std::string>> check();
    /// A consistent copy while serving (SQLite's online backup). The target must not exist; mode 0600. Errors:
    /// unwritable_file, storage_full.
    Result<void> backup(const std::filesystem::path& target);

  private:
    struct State;
    explicit SqliteStore(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::storage::sqlite
