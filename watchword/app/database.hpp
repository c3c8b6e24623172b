#pragma once
/// Looking after the database itself, while a server runs on it or not. Needs no master key.

#include <watchword/app/configuration.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace watchword::app {

/// What is wrong with the database; empty if it is sound. Errors: not_found, those of opening it.
Result<std::vector<std::string>> check_database(const Configuration& configuration);

/// A consistent copy of the database, without the master key. Errors: not_found, unwritable_file (also: the target
/// exists), storage_full, those of opening it.
Result<void> backup_database(const Configuration& configuration, const std::filesystem::path& target);

}  // namespace watchword::app
