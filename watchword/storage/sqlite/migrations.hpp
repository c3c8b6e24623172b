#pragma once
/// The numbered files of migrations/sqlite, embedded when the program was built.

#include <span>

namespace watchword::storage::sqlite {

struct Migration {
    const char* name;  ///< e.g. "0001_users"
    const char* sql;
};

/// In order; the first brings an empty file to schema version 1.
std::span<const Migration> migrations() noexcept;

}  // namespace watchword::storage::sqlite
