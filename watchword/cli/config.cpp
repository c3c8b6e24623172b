#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>

namespace watchword::cli {
namespace {

Result<void> check(const ConfigurationOptions& options, Console& console) {
    app::Loaded loaded = options.load();
    std::vector<std::string> notes;
    for (const app::Finding& note : loaded.notes) {
        notes.push_back(note.to_text());
        console.remark("note: " + printable(note.to_text()));
    }
    if (auto sound = app::require_sound(std::move(loaded)); !sound) return sound.error();
    console.show("The configuration is valid.", Record{{"valid", true}, {"notes", notes}});
    return {};
}

Result<void> show(const ConfigurationOptions& options, Console& console) {
    const auto configuration = options.require();
    if (!configuration) return configuration.error();
    std::vector<Record> settings;
    for (const app::SettingDefinition& setting : app::setting_definitions()) {
        settings.push_back({{"setting", std::string(setting.name)},
                            {"value", text_or_nothing(configuration->written(setting.setting))},
                            {"from", configuration->place(setting.setting)}});
    }
    console.show("settings", settings, "");
    return {};
}

void add(Command& group, const std::string& name, const std::string& summary, const std::string& example,
         Result<void> (*action)(const ConfigurationOptions&, Console&)) {
    const auto options = std::make_shared<ConfigurationOptions>();
    Command command = group.command(name, summary, example,
                                    [options, action](Console& console) { return action(*options, console); });
    options->add_all_to(command);
}

}  // namespace

void add_config_commands(Command& root) {
    Command group = root.group("config", "Look at the configuration: file < environment < flags");
    add(group, "check", "Say everything that is wrong with the configuration",
        "watchword config check --config watchword.toml", check);
    add(group, "show", "Show every setting, its value and where that comes from", "watchword config show", show);
}

}  // namespace watchword::cli
