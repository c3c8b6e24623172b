#include <watchword/storage/sqlite/failure.hpp>
#include <watchword/storage/sqlite/maintenance.hpp>
#include <watchword/storage/sqlite/schema.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace watchword::storage::sqlite {
namespace {

std::vector<std::string> faults_of(Connection& connection) {
    std::vector<std::string> faults;
    for (Statement check = connection.statement("PRAGMA integrity_check"); check.step();) {
        if (std::string finding = check.text(0); finding != "ok") faults.push_back(std::move(finding));
    }
    for (Statement check = connection.statement("PRAGMA foreign_key_check"); check.step();) {
        faults.push_back("row " + check.text(1) + " of " + check.text(0) + " has no " + check.text(2));
    }
    if (const int version = schema_version(connection); version != newest_schema_version()) {
        faults.push_back("schema version " + std::to_string(version) + ", expected " +
                         std::to_string(newest_schema_version()));
    }
    return faults;
}

/// One step with all pages: a read transaction that never blocks the writer, and that no change makes start again.
void copy_all(Connection& source, sqlite3* target) {
    sqlite3_backup* backup = sqlite3_backup_init(target, "main", source.handle(), "main");
    if (backup == nullptr) throw failure_of(target, sqlite3_extended_errcode(target));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE) throw failure_of(nullptr, stepped);
    expect_ok(target, finished);
}

void copy_into(const Options& options, const std::filesystem::path& target) {
    Connection source(options, Access::read);
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(target.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> close(handle, &sqlite3_close_v2);
    expect_ok(handle, opened);
    copy_all(source, handle);
}

}  // namespace

Result<std::vector<std::string>> find_faults(const Options& options) {
    try {
        Connection connection(options, Access::read);
        return faults_of(connection);
    } catch (const Failure& failure) {
        // Damage so deep that the check itself stumbles is a finding, too.
        if (failure.error() == Error::storage_corrupt) return std::vector{failure.error().detail()};
        return failure.error();
    }
}

Result<void> copy_to(const Options& options, const std::filesystem::path& target) {
    const int descriptor = ::open(target.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return Error(Error::unwritable_file, target.string() + ": " + std::generic_category().message(errno));
    }
    ::close(descriptor);
    try {
        copy_into(options, target);
        return {};
    } catch (const Failure& failure) {
        std::error_code ignored;
        std::filesystem::remove(target, ignored);
        return failure.error();
    }
}

}  // namespace watchword::storage::sqlite
