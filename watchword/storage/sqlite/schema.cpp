#include <watchword/storage/sqlite/migrations.hpp>
#include <watchword/storage/sqlite/schema.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace watchword::storage::sqlite {
namespace {

constexpr std::int64_t application_id = 0x57575244;  // "WWRD", what file(1) shows
constexpr mode_t owner_only = 0600;

Error::Code unwritable_or_full(int cause) noexcept {
    return cause == ENOSPC || cause == EDQUOT ? Error::storage_full : Error::unwritable_file;
}

Error refusal(Error::Code code, const std::filesystem::path& path, int cause) {
    return {code, path.string() + ": " + std::generic_category().message(cause)};
}

/// The name of a new file is durable only when its folder is.
Result<void> sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return refusal(Error::unreadable_file, folder, errno);
    const int synced = ::fsync(descriptor);
    const int cause = errno;
    ::close(descriptor);
    if (synced != 0) return refusal(unwritable_or_full(cause), folder, cause);
    return {};
}

// An existing file is never opened here: closing it would drop the locks that SQLite holds for this process.
Result<void> tighten_mode(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return refusal(Error::unreadable_file, file, errno);
    if (!S_ISREG(status.st_mode)) return Error(Error::unreadable_file, file.string() + ": not a regular file");
    if ((status.st_mode & 0777) == owner_only) return {};
    if (::chmod(file.c_str(), owner_only) != 0) return refusal(Error::unwritable_file, file, errno);
    return {};
}

std::int64_t number(Connection& connection, const char* sql) {
    Statement statement = connection.statement(sql);
    return statement.step() ? statement.integer(0) : 0;
}

Result<void> expect_ours(Connection& connection) {
    const std::int64_t id = number(connection, "PRAGMA application_id");
    if (id == application_id) return {};
    if (id == 0 && number(connection, "SELECT count(*) FROM sqlite_schema") == 0) return {};
    return Error(Error::storage_corrupt, "the file is a database of another program");
}

void apply_missing(Connection& connection, int from, const Log& log) {
    for (const Migration& migration : migrations().subspan(static_cast<std::size_t>(from))) {
        connection.execute(migration.sql);
        log.info("migration_applied", {{"name", migration.name}});
    }
    connection.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    connection.execute(("PRAGMA user_version = " + std::to_string(newest_schema_version())).c_str());
}

Result<void> migrate_locked(Connection& connection, const Log& log) {
    if (Result<void> ours = expect_ours(connection); !ours) return ours;
    const int version = schema_version(connection);
    if (version < 0) return Error(Error::storage_corrupt, "the schema version is negative");
    if (version > newest_schema_version()) {
        return Error(Error::storage_newer, "schema version " + std::to_string(version) + ", this program knows " +
                                               std::to_string(newest_schema_version()));
    }
    if (version < newest_schema_version()) apply_missing(connection, version, log);
    return {};
}

}  // namespace

int newest_schema_version() noexcept {
    return static_cast<int>(migrations().size());
}

int schema_version(Connection& connection) {
    return static_cast<int>(number(connection, "PRAGMA user_version"));
}

Result<void> prepare_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
    if (descriptor < 0 && errno == EEXIST) return tighten_mode(file);
    if (descriptor < 0) return refusal(unwritable_or_full(errno), file, errno);
    ::close(descriptor);
    const std::filesystem::path folder = file.parent_path();
    return sync_folder(folder.empty() ? "." : folder);
}

Result<void> migrate(Connection& connection, const Log& log) {
    // Looked at first without a lock: a newer or foreign file is refused without being touched.
    if (Result<void> ours = expect_ours(connection); !ours) return ours;
    connection.execute("PRAGMA journal_mode = WAL");
    connection.execute("BEGIN IMMEDIATE");
    Result<void> done = migrate_locked(connection, log);
    connection.execute(done ? "COMMIT" : "ROLLBACK");
    return done;
}

}  // namespace watchword::storage::sqlite
