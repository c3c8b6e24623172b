#include <watchword/cli/configuration_options.hpp>

#include <array>

namespace watchword::cli {
namespace {

std::string placeholder(app::Kind kind) {
    constexpr std::array<std::string_view, 6> names{"TEXT", "WORD", "N", "DURATION", "SIZE", "LIST"};
    return std::string(names[static_cast<std::size_t>(kind)]);
}

std::string placeholder(const app::SettingDefinition& setting) {
    switch (setting.setting) {
        case app::Setting::listen:
            return "HOST:PORT";
        case app::Setting::data:
            return "FOLDER";
        case app::Setting::issuer:
            return "URL";
        case app::Setting::tls_cert:
        case app::Setting::tls_key:
            return "FILE";
        default:
            return placeholder(setting.kind);
    }
}

std::string help_of(const app::SettingDefinition& setting) {
    std::string help(setting.help);
    if (setting.kind == app::Kind::choice) help += " One" + app::expectation(setting).substr(3) + ".";
    if (!setting.fallback.empty()) help += " Default: " + std::string(setting.fallback) + ".";
    return help;
}

std::string heading_of(const app::SettingDefinition& setting) {
    const std::size_t dot = setting.name.find('.');
    return dot == std::string_view::npos ? "Settings" : "Settings [" + std::string(setting.name.substr(0, dot)) + "]";
}

}  // namespace

void ConfigurationOptions::add_setting_to(Command& command, const app::SettingDefinition& setting,
                                          const std::string& heading) {
    command.option(
        app::flag_name(setting), placeholder(setting),
        [this, which = setting.setting](const std::string& written) { flags[which] = written; }, help_of(setting),
        heading);
}

void ConfigurationOptions::add_data_to(Command& command) {
    command.option("--config", "FILE", file, "The configuration file. Default: watchword.toml, if there is one.");
    add_setting_to(command, app::definition(app::Setting::data), "Options");
}

void ConfigurationOptions::add_all_to(Command& command) {
    command.option("--config", "FILE", file, "The configuration file. Default: watchword.toml, if there is one.");
    for (const app::SettingDefinition& setting : app::setting_definitions()) {
        add_setting_to(command, setting, heading_of(setting));
    }
}

app::Loaded ConfigurationOptions::load() const {
    return app::load_configuration(app::sources_of_process(file, flags));
}

Result<app::Configuration> ConfigurationOptions::require() const {
    return app::require_sound(load());
}

Result<app::Offline> ConfigurationOptions::open(app::Missing missing) const {
    const auto configuration = require();
    if (!configuration) return configuration.error();
    return app::Offline::open(*configuration, missing);
}

}  // namespace watchword::cli
