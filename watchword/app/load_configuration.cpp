#include <watchword/app/configuration.hpp>
#include <watchword/app/consistency.hpp>
#include <watchword/app/setting_value.hpp>
#include <watchword/app/toml_file.hpp>

#include <algorithm>
#include <set>

#include <unistd.h>

namespace watchword::app {
namespace {

constexpr std::string_view prefix = "WATCHWORD_";
/// Variables of ours that are no settings.
constexpr std::array<std::string_view, 2> other_variables{"WATCHWORD_CONFIG", "WATCHWORD_MASTER_KEY"};

std::string suggestion(std::string_view unknown) {
    const std::string_view nearest = nearest_setting(unknown);
    return nearest.empty() ? std::string() : " Did you mean " + std::string(nearest) + "?";
}

void apply(Loaded& loaded, const SettingDefinition& setting, const std::string& place,
           Result<decltype(Value::content)> content) {
    if (content) {
        loaded.configuration.set(setting.setting, {std::move(*content), place});
    } else {
        loaded.errors.push_back({place, content.error().detail()});
    }
}

void apply_file(Loaded& loaded, const std::filesystem::path& file) {
    const auto entries = read_toml_file(file);
    if (!entries) {
        const bool is_read = entries.error() == Error::invalid_configuration;
        loaded.errors.push_back(
            {"", (is_read ? "" : "The configuration file cannot be read: ") + entries.error().detail()});
        return;
    }
    for (const TomlEntry& entry : *entries) {
        const std::string place = file.string() + ":" + std::to_string(entry.line);
        if (const SettingDefinition* setting = find_definition(entry.name)) {
            apply(loaded, *setting, place, parse_setting(*setting, entry));
        } else {
            loaded.errors.push_back({place, "There is no setting " + entry.name + "." + suggestion(entry.name)});
        }
    }
}

std::string as_setting_name(std::string_view variable) {
    std::string name(variable.substr(prefix.size()));
    std::ranges::transform(name, name.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return name;
}

void apply_environment(Loaded& loaded, const std::map<std::string, std::string>& environment) {
    std::set<std::string, std::less<>> known(other_variables.begin(), other_variables.end());
    for (const SettingDefinition& setting : setting_definitions()) {
        const std::string name = environment_name(setting);
        known.insert(name);
        const auto found = environment.find(name);
        if (found != environment.end()) apply(loaded, setting, name, parse_setting(setting, found->second));
    }
    // Not an error: orchestrators invent variables with the name of a service, such as WATCHWORD_SERVICE_HOST.
    for (const auto& [name, value] : environment) {
        if (known.contains(name)) continue;
        loaded.notes.push_back({name, "There is no such setting; it is ignored." + suggestion(as_setting_name(name))});
    }
}

void apply_flags(Loaded& loaded, const std::map<Setting, std::string>& flags) {
    for (const auto& [setting, written] : flags) {
        const SettingDefinition& row = definition(setting);
        apply(loaded, row, flag_name(row), parse_setting(row, written));
    }
}

std::map<std::string, std::string> environment_of_process() {
    std::map<std::string, std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const std::size_t equals = text.find('=');
        if (!text.starts_with(prefix) || equals == std::string_view::npos) continue;
        const bool is_secret = text.starts_with("WATCHWORD_MASTER_KEY=");
        variables.emplace(text.substr(0, equals), is_secret ? std::string_view() : text.substr(equals + 1));
    }
    return variables;
}

}  // namespace

Sources sources_of_process(const std::string& config_file, std::map<Setting, std::string> flags) {
    Sources sources{std::nullopt, environment_of_process(), std::move(flags)};
    const auto named = sources.environment.find("WATCHWORD_CONFIG");
    std::error_code unknown;
    if (!config_file.empty()) {
        sources.file = config_file;
    } else if (named != sources.environment.end() && !named->second.empty()) {
        sources.file = named->second;
    } else if (std::filesystem::exists("watchword.toml", unknown)) {
        sources.file = "watchword.toml";
    }
    return sources;
}

Loaded load_configuration(const Sources& sources) {
    Loaded loaded;
    if (sources.file) apply_file(loaded, *sources.file);
    apply_environment(loaded, sources.environment);
    apply_flags(loaded, sources.flags);
    check_consistency(loaded);
    return loaded;
}

Result<Configuration> require_sound(Loaded loaded) {
    if (loaded.errors.empty()) return std::move(loaded.configuration);
    std::string detail;
    for (const Finding& finding : loaded.errors)
        detail += (detail.empty() ? "" : "\n") + finding.to_text();
    return Error(Error::invalid_configuration, std::move(detail));
}

}  // namespace watchword::app
