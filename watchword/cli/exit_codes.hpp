#pragma once
/// How a command ends, as a number for scripts. docs/reference/cli.md has the same table.

#include <watchword/base/result.hpp>

#include <string_view>

namespace watchword::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_refused = 1;  ///< the token, the password, the name ... is not accepted
inline constexpr int exit_usage = 2;    ///< command line or configuration
inline constexpr int exit_not_found = 3;
inline constexpr int exit_busy = 4;          ///< somebody else holds the port, the data folder or the database
inline constexpr int exit_surroundings = 5;  ///< files, disk, database, network

int exit_code(const Error& error) noexcept;

/// What the person can do next; empty where the sentence says it all.
std::string_view advice(const Error& error) noexcept;

}  // namespace watchword::cli
