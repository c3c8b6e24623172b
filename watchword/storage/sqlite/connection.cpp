#include <watchword/storage/sqlite/connection.hpp>
#include <watchword/storage/sqlite/failure.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>

#include <sqlite3.h>

namespace watchword::storage::sqlite {
namespace {

// The checkpoint is the writer's own business, after it has woken its callers: see writer.cpp.
constexpr auto for_every_connection = R"(
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 16777216;
)";
constexpr auto writer_cache = "PRAGMA cache_size = -4096";
constexpr auto reader_cache = "PRAGMA cache_size = -512";

int note_pages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

/// Settings of the library, which it takes before its first use only. They are about speed: where a program has used
/// SQLite before us, its own stay.
bool configure_library() noexcept {
    // Statistics cost a lock of the whole process around every allocation: one thread that waits for the kernel's
    // memory lock (while another maps the 19 MiB of an Argon2) would hold up every reader.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
}

sqlite3* open_handle(const Options& options) {
    [[maybe_unused]] static const bool configured = configure_library();
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int code = sqlite3_open_v2(options.file.c_str(), &handle, flags, vfs);
    if (code == SQLITE_OK) return handle;
    const Failure failure = failure_of(handle, code);
    sqlite3_close_v2(handle);
    throw failure;
}

}  // namespace

Connection::Connection(const Options& options, Access access) : handle_(open_handle(options)) {
    configure(options.busy_timeout, access);
}

Connection::~Connection() {
    for (const Cached& cached : statements_) {
        sqlite3_finalize(cached.prepared);
    }
}

void Connection::configure(Milliseconds busy_timeout, Access access) {
    expect_ok(handle(), sqlite3_busy_timeout(handle(), static_cast<int>(busy_timeout.count())));
    expect_ok(handle(), sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
    execute(for_every_connection);
    execute(access == Access::write ? writer_cache : reader_cache);
    if (access == Access::read) execute("PRAGMA query_only = ON");
    sqlite3_wal_hook(handle(), note_pages, &pages_in_log_);
}

Statement Connection::statement(const char* sql) {
    for (const Cached& cached : statements_) {
        if (cached.sql == sql) return Statement(cached.prepared);
    }
    sqlite3_stmt* prepared = nullptr;
    expect_ok(handle(), sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr));
    statements_.push_back({sql, prepared});
    return Statement(prepared);
}

void Connection::execute(const char* sql) {
    expect_ok(handle(), sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr));
}

bool Connection::in_autocommit() const noexcept {
    return sqlite3_get_autocommit(handle()) != 0;
}

bool Connection::checkpoint() {
    int in_log = 0;
    int copied = 0;
    expect_ok(handle(), sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &copied));
    return in_log == copied;
}

void Connection::Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

}  // namespace watchword::storage::sqlite
