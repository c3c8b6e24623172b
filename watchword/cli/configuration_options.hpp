#pragma once
/// The options by which commands find the configuration and the data folder.

#include <watchword/app/configuration.hpp>
#include <watchword/app/wire.hpp>
#include <watchword/cli/command.hpp>

#include <map>
#include <string>

namespace watchword::cli {

struct ConfigurationOptions {
    std::string file;
    std::map<app::Setting, std::string> flags;

    /// --config and --data: for commands that work on a data folder.
    void add_data_to(Command& command);
    /// --config and a flag for every setting.
    void add_all_to(Command& command);

    app::Loaded load() const;
    /// Error: invalid_configuration.
    Result<app::Configuration> require() const;
    /// The data folder, ready to be worked on. Errors: invalid_configuration, those of app::Offline::open.
    Result<app::Offline> open(app::Missing missing = app::Missing::refuse) const;

  private:
    void add_setting_to(Command& command, const app::SettingDefinition& setting, const std::string& heading);
};

}  // namespace watchword::cli
