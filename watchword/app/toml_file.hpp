#pragma once
/// Reading the configuration file. What its keys mean is decided elsewhere.

#include <watchword/base/result.hpp>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace watchword::app {

struct TomlEntry {
    /// With the table's name, e.g. "lifetimes.access_token".
    std::string name;
    /// Anything else than these is named as TOML names it, e.g. "a boolean".
    struct Other {
        std::string type;
    };
    std::variant<std::string, std::int64_t, std::vector<std::string>, Other> value;
    unsigned line = 0;
};

/// All entries in the order of their lines. Errors: unreadable_file; invalid_configuration for broken TOML, its detail
/// being "FILE:LINE: what is wrong".
Result<std::vector<TomlEntry>> read_toml_file(const std::filesystem::path& file);

}  // namespace watchword::app
