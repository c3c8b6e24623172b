#include <watchword/storage/sqlite/clients.hpp>
#include <watchword/storage/sqlite/failure.hpp>
#include <watchword/storage/sqlite/keys.hpp>
#include <watchword/storage/sqlite/maintenance.hpp>
#include <watchword/storage/sqlite/schema.hpp>
#include <watchword/storage/sqlite/sessions.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>
#include <watchword/storage/sqlite/users.hpp>

namespace watchword::storage::sqlite {

struct SqliteStore::State {
    State(const Options& store_options, const Log& log, std::unique_ptr<Connection> first)
        : options(store_options),
          anchor(options, Access::read),
          readers(options),
          writer(options, log, std::move(first)) {
        anchor.statement("SELECT 1 FROM sqlite_schema").step();
    }

    Options options;
    /// Never used again once it has read. While it is open, SQLite's index of the log lives on: when the writer opens
    /// its connection anew after a failed fsync, it overwrites what that commit left in the log, instead of recovering
    /// it from a page cache that may claim more than the disk holds.
    Connection anchor;
    Readers readers;
    Writer writer;
    Users users{writer, readers};
    Sessions sessions{writer, readers};
    Clients clients{writer, readers};
    Keys keys{writer, readers};
};

namespace {

/// At the start the person can do something about the file itself.
Error at_start(const Failure& failure, const std::filesystem::path& file) {
    const std::string detail = file.string() + ": " + failure.error().detail();
    if (failure.error() != Error::storage_unavailable) return {failure.error().code(), detail};
    return {failure.is_read_only() ? Error::unwritable_file : Error::unreadable_file, detail};
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const Options& options, const Log& log) {
    if (Result<void> prepared = prepare_file(options.file); !prepared) return prepared.error();
    try {
        auto connection = std::make_unique<Connection>(options, Access::write);
        if (Result<void> migrated = migrate(*connection, log); !migrated) return migrated.error();
        return std::unique_ptr<SqliteStore>(
            new SqliteStore(std::make_unique<State>(options, log, std::move(connection))));
    } catch (const Failure& failure) {
        return at_start(failure, options.file);
    }
}

SqliteStore::SqliteStore(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
SqliteStore::~SqliteStore() = default;

auth::UserStore& SqliteStore::users() {
    return state_->users;
}
auth::SessionStore& SqliteStore::sessions() {
    return state_->sessions;
}
auth::ClientStore& SqliteStore::clients() {
    return state_->clients;
}
auth::KeyStore& SqliteStore::keys() {
    return state_->keys;
}

Result<void> SqliteStore::ping() {
    return state_->writer.change([](Connection& connection) -> Result<void> {
        connection.statement("UPDATE readiness SET checks = checks + 1").run();
        return {};
    });
}

Result<std::uint64_t> SqliteStore::outside_changes() {
    // Asked on the writer's own connection, so that our own commits do not count.
    return state_->writer.change([this](Connection& connection) -> Result<std::uint64_t> {
        Statement version = connection.statement("PRAGMA data_version");
        version.step();
        return std::uint64_t{state_->writer.reopened()} << 32U | static_cast<std::uint32_t>(version.integer(0));
    });
}

Result<std::vector<std::string>> SqliteStore::check() {
    return find_faults(state_->options);
}

Result<void> SqliteStore::backup(const std::filesystem::path& target) {
    return copy_to(state_->options, target);
}

}  // namespace watchword::storage::sqlite
