#include <watchword/storage/sqlite/failure.hpp>

#include <cerrno>
#include <string>

#include <sqlite3.h>

namespace watchword::storage::sqlite {
namespace {

constexpr int primary(int code) noexcept {
    return code & 0xff;
}

bool disk_is_full(sqlite3* database, int code) noexcept {
    if (primary(code) == SQLITE_FULL) return true;
    if (database == nullptr) return false;
    // SQLite reports a full disk as an I/O error where it extends the shared memory or creates the log.
    if (primary(code) != SQLITE_IOERR && primary(code) != SQLITE_CANTOPEN) return false;
    const int cause = sqlite3_system_errno(database);
    return cause == ENOSPC || cause == EDQUOT;
}

Error::Code stable_code(sqlite3* database, int code) noexcept {
    if (disk_is_full(database, code)) return Error::storage_full;
    switch (primary(code)) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return Error::storage_locked;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Error::storage_corrupt;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_NOMEM:
            return Error::storage_unavailable;
        default:
            return Error::internal;
    }
}

std::string description(sqlite3* database, int code) {
    std::string text = sqlite3_errstr(code);
    if (database != nullptr && sqlite3_extended_errcode(database) == code) text = sqlite3_errmsg(database);
    return "SQLite: " + text + " (result code " + std::to_string(code) + ")";
}

}  // namespace

bool Failure::connection_is_spoiled() const noexcept {
    switch (primary(sqlite_code_)) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_CONSTRAINT:
            return false;
        default:
            return true;
    }
}

bool Failure::is_read_only() const noexcept {
    return primary(sqlite_code_) == SQLITE_READONLY;
}

Failure failure_of(sqlite3* database, int code) {
    return Failure(code, Error(stable_code(database, code), description(database, code)));
}

void expect_ok(sqlite3* database, int code) {
    if (code != SQLITE_OK) throw failure_of(database, code);
}

}  // namespace watchword::storage::sqlite
