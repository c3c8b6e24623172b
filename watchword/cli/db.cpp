#include <watchword/app/database.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>

namespace watchword::cli {
namespace {

struct DbOptions {
    ConfigurationOptions configuration;
    std::string file;
};

Result<void> check(const DbOptions& options, Console& console) {
    const auto configuration = options.configuration.require();
    if (!configuration) return configuration.error();
    const auto findings = app::check_database(*configuration);
    if (!findings) return findings.error();
    if (findings->empty()) {
        console.show("The database is sound.", Record{{"sound", true}});
        return {};
    }
    std::string detail;
    for (const std::string& finding : *findings)
        detail += (detail.empty() ? "" : "\n") + finding;
    return Error(Error::storage_corrupt, detail);
}

Result<void> backup(const DbOptions& options, Console& console) {
    const auto configuration = options.configuration.require();
    if (!configuration) return configuration.error();
    if (auto made = app::backup_database(*configuration, options.file); !made) return made;
    console.show("The backup is in " + printable(options.file) + ". The master key is not in it: keep that one apart.",
                 Record{{"file", options.file}});
    return {};
}

}  // namespace

void add_db_commands(Command& root) {
    Command group = root.group("db", "The database, while the server runs or not");

    const auto checking = std::make_shared<DbOptions>();
    Command check_command = group.command("check", "Look whether the database is sound", "watchword db check",
                                          [checking](Console& console) { return check(*checking, console); });
    checking->configuration.add_data_to(check_command);

    const auto saving = std::make_shared<DbOptions>();
    Command backup_command = group.command("backup", "Write a consistent copy to a new file, without the master key",
                                           "watchword db backup watchword-backup.db",
                                           [saving](Console& console) { return backup(*saving, console); });
    saving->configuration.add_data_to(backup_command);
    backup_command.argument("FILE", saving->file, "The new file; it must not exist", Presence::required);
}

}  // namespace watchword::cli
