#pragma once
/// What an administrator asks of the file as a whole. Each call has a connection of its own, closed when it is done.

#include <watchword/base/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace watchword::storage::sqlite {

struct Options;

/// SqliteStore::check.
Result<std::vector<std::string>> find_faults(const Options& options);

/// SqliteStore::backup.
Result<void> copy_to(const Options& options, const std::filesystem::path& target);

}  // namespace watchword::storage::sqlite
