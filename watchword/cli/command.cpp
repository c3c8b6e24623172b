#include <watchword/cli/command.hpp>
#include <watchword/cli/console.hpp>
#include <watchword/cli/exit_codes.hpp>
#include <watchword/cli/help_layout.hpp>

#include <iostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace watchword::cli {

struct Command::Shared {
    bool json = false;
    Action chosen;
};

namespace {

/// Turns what the parser knows into our layout.
class HelpFormatter final : public CLI::FormatterBase {
  public:
    std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
        HelpPage page{.summary = app->get_description(), .usage = usage_of(*app), .example = app->get_footer()};
        page.sections["Arguments"];  // stand first
        for (const CLI::App* command : app->get_subcommands({})) {
            page.sections["Commands"].push_back({command->get_name(), command->get_description()});
        }
        for (const CLI::Option* option : app->get_options()) {
            const std::string heading = option->get_positional() ? "Arguments" : option->get_group();
            page.sections[heading].push_back({term_of(*option), option->get_description()});
        }
        return layout(page);
    }

  private:
    static std::string usage_of(const CLI::App& app) {
        std::string usage;
        for (const CLI::App* each = &app; each != nullptr; each = each->get_parent()) {
            usage.insert(0, each->get_name() + (usage.empty() ? "" : " "));
        }
        for (const CLI::Option* option : app.get_options()) {
            if (!option->get_positional()) continue;
            const std::string name = option->get_single_name();
            usage += option->get_required() ? " " + name : " [" + name + "]";
        }
        return usage + (app.get_subcommands({}).empty() ? " [OPTIONS]" : " COMMAND");
    }

    static std::string term_of(const CLI::Option& option) {
        if (option.get_positional()) return option.get_single_name();
        const std::string value = option.get_type_name();
        return option.get_name(false, true) + (value.empty() ? "" : " " + value);
    }
};

void prepare(CLI::App& app) {
    app.set_help_flag("-h,--help", "Show this page");
    app.get_formatter()->column_width(0);
}

int show_usage_error(const CLI::ParseError& error, const CLI::App& app, bool json) {
    const CLI::App* deepest = &app;
    while (!deepest->get_subcommands().empty())
        deepest = deepest->get_subcommands().front();
    std::string path;
    for (const CLI::App* each = deepest; each != nullptr; each = each->get_parent())
        path.insert(0, each->get_name() + " ");
    Console console(json ? Console::Form::json : Console::Form::text);
    const Error shown(Error::wrong_usage, error.what());
    console.report(shown, "See: " + path + "--help");
    return exit_code(shown);
}

bool asks_for_json(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--json") return true;
    }
    return false;
}

}  // namespace

Command Command::group(const std::string& name, const std::string& summary) {
    CLI::App* app = app_->add_subcommand(name, summary);
    prepare(*app);
    app->require_subcommand(1);
    return {app, shared_};
}

Command Command::command(const std::string& name, const std::string& summary, const std::string& example,
                         Action action) {
    CLI::App* app = app_->add_subcommand(name, summary);
    prepare(*app);
    app->footer(example);
    app->add_flag("--json", shared_->json, "Answer in JSON; errors too, on standard error");
    app->final_callback([shared = shared_, action = std::move(action)] { shared->chosen = action; });
    return {app, shared_};
}

Command& Command::flag(const std::string& names, bool& into, const std::string& help) {
    app_->add_flag(names, into, help);
    return *this;
}

Command& Command::option(const std::string& names, const std::string& value, std::string& into, const std::string& help,
                         const std::string& heading) {
    app_->add_option(names, into, help)->type_name(value)->group(heading);
    return *this;
}

Command& Command::options(const std::string& names, const std::string& value, std::vector<std::string>& into,
                          const std::string& help) {
    // One value each time: what follows it is an argument.
    CLI::Option* option = app_->add_option(names, into, help + " (may be repeated)");
    option->type_name(value)->expected(1)->allow_extra_args(false)->take_all();
    return *this;
}

Command& Command::option(const std::string& names, const std::string& value,
                         const std::function<void(const std::string&)>& use, const std::string& help,
                         const std::string& heading) {
    app_->add_option_function<std::string>(names, use, help)->type_name(value)->group(heading);
    return *this;
}

Command& Command::argument(const std::string& name, std::string& into, const std::string& help, Presence presence) {
    app_->add_option(name, into, help)->required(presence == Presence::required);
    return *this;
}

CommandLine::CommandLine(const std::string& name, const std::string& summary, const std::string& version)
    : app_(std::make_unique<CLI::App>(summary, name)),
      shared_(std::make_unique<Command::Shared>()),
      root_(app_.get(), shared_.get()) {
    app_->formatter(std::make_shared<HelpFormatter>());
    prepare(*app_);
    app_->set_version_flag("--version", name + " " + version, "Show the version");
    app_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

int CommandLine::run(int argc, char** argv) {
    const bool json = asks_for_json(argc, argv);
    try {
        app_->parse(argc, argv);
    } catch (const CLI::Success& wanted) {  // --help and --version
        return app_->exit(wanted);
    } catch (const CLI::ParseError& error) {
        return show_usage_error(error, *app_, json);
    }
    Console console(shared_->json ? Console::Form::json : Console::Form::text);
    const Result<void> done = shared_->chosen(console);
    if (done) return console.finish() ? exit_ok : exit_surroundings;
    console.report(done.error());
    return exit_code(done.error());
}

}  // namespace watchword::cli
