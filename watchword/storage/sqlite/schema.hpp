#pragma once
/// Creates the file and brings its schema to the version of this program.

#include <watchword/base/log.hpp>
#include <watchword/base/result.hpp>
#include <watchword/storage/sqlite/connection.hpp>

namespace watchword::storage::sqlite {

/// The version that this program reads and writes.
int newest_schema_version() noexcept;
int schema_version(Connection& connection);

/// Creates the file with mode 0600 if it is not there, and takes the rights of others from one that is. The log and the
/// shared memory beside it get the same mode from SQLite. Errors: unreadable_file, unwritable_file, storage_full.
Result<void> prepare_file(const std::filesystem::path& file);

/// Applies the missing migrations in one transaction; two processes that start at once agree. Errors: storage_newer,
/// storage_corrupt (also: another program's database). Throws Failure.
Result<void> migrate(Connection& connection, const Log& log);

}  // namespace watchword::storage::sqlite
