#include <watchword/app/serve.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>

#include <fstream>

namespace watchword::cli {
namespace {

/// As this program was started, so that the line can be copied: "build/watchword".
std::string program_name() {
    std::ifstream arguments("/proc/self/cmdline");
    std::string name;
    std::getline(arguments, name, '\0');
    return name.empty() ? "watchword" : name;
}

/// The option that finds the same data again, where the default does not.
std::string data_option(const app::Configuration& configuration) {
    if (configuration.place(app::Setting::data) == "default") return {};
    return " --data " + configuration.text(app::Setting::data);
}

void announce(Console& console, const app::Ready& ready, const app::Configuration& configuration) {
    const Record record{{"url", ready.url},
                        {"data", ready.data.string()},
                        {"setup_link", text_or_nothing(ready.setup_link)},
                        {"sign_in_link", ready.sign_in_link}};
    std::string lines = "Watchword listens on " + ready.url + "\n";
    lines += "The data is in       " + ready.data.string() + "\n";
    if (ready.setup_link.empty()) {
        lines += "Sign in at           " + ready.sign_in_link;
    } else {
        lines += "Create the first user at " + ready.setup_link + "\n";
        lines += "or with: " + program_name() + " user add NAME --admin" + data_option(configuration);
    }
    console.show(lines, record);
    console.finish();
}

Result<void> serve(const ConfigurationOptions& options, Console& console) {
    app::Loaded loaded = options.load();
    const std::vector<app::Finding> notes = loaded.notes;
    const auto configuration = app::require_sound(std::move(loaded));
    if (!configuration) return configuration.error();
    return app::serve(*configuration, notes,
                      [&](const app::Ready& ready) { announce(console, ready, *configuration); });
}

}  // namespace

void add_serve_command(Command& root) {
    const auto options = std::make_shared<ConfigurationOptions>();
    Command command = root.command("serve", "Run the server until it is told to stop (Ctrl-C, SIGTERM)",
                                   "watchword serve --listen localhost:8080 --data data",
                                   [options](Console& console) { return serve(*options, console); });
    options->add_all_to(command);
}

}  // namespace watchword::cli
