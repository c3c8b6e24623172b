#include <watchword/auth/rotate_keys.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>

namespace watchword::cli {
namespace {

struct KeyOptions {
    ConfigurationOptions configuration;
    bool at_once = false;
};

std::string state_of(const auth::KeyRecord& key, TimePoint now) {
    if (now < key.signs_from) return "published";
    if (!key.signs_until || now < *key.signs_until) return "signs";
    return "verifies";
}

Result<void> list(const KeyOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const auto keys = offline->context().keys.list();
    if (!keys) return keys.error();
    const TimePoint now = offline->context().clock.now();
    std::vector<Record> records;
    for (const auth::KeyRecord& key : *keys) {
        records.push_back({{"kid", key.kid},
                           {"algorithm", key.algorithm},
                           {"state", state_of(key, now)},
                           {"signs_from", key.signs_from},
                           {"signs_until", time_or_nothing(key.signs_until)},
                           {"published_until", time_or_nothing(key.published_until)}});
    }
    console.show("keys", records, "There are no keys.");
    return {};
}

Result<void> rotate(const KeyOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const auth::Context& context = offline->context();
    const auto timing = options.at_once ? auth::RotationTiming::at_once : auth::RotationTiming::after_publication;
    const auto kid = auth::rotate_keys(context, timing);
    if (!kid) return kid.error();
    const std::string wait = app::duration_text(context.settings.lifetimes.key_publication.count());
    console.show(
        "New key " + *kid + (options.at_once ? " signs from now on." : " is published and signs in " + wait + "."),
        Record{{"kid", *kid}, {"at_once", options.at_once}});
    return {};
}

}  // namespace

void add_key_commands(Command& root) {
    Command group = root.group("key", "The server's own signing keys");

    const auto listing = std::make_shared<KeyOptions>();
    Command list_command = group.command("list", "List the keys, oldest first", "watchword key list",
                                         [listing](Console& console) { return list(*listing, console); });
    listing->configuration.add_data_to(list_command);

    const auto rotating = std::make_shared<KeyOptions>();
    Command rotate_command =
        group.command("rotate", "Make a new key; the old one verifies until its last token has died",
                      "watchword key rotate", [rotating](Console& console) { return rotate(*rotating, console); });
    rotating->configuration.add_data_to(rotate_command);
    rotate_command.flag("--at-once", rotating->at_once,
                        "Sign with it now, before services can have seen it: for emergencies");
}

}  // namespace watchword::cli
