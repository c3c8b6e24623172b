#pragma once
/// From what somebody wrote to the value of a setting.

#include <watchword/app/configuration.hpp>
#include <watchword/app/toml_file.hpp>

#include <string_view>

namespace watchword::app {

/// As written in the environment or on the command line. The error is invalid_configuration; its detail says what would
/// be right, without naming the place.
Result<decltype(Value::content)> parse_setting(const SettingDefinition& setting, std::string_view written);

/// As written in the file: the type must fit, too.
Result<decltype(Value::content)> parse_setting(const SettingDefinition& setting, const TomlEntry& entry);

}  // namespace watchword::app
