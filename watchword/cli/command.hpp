#pragma once
/// Declaring commands: their arguments, options, help and what they do. How a command line is parsed stays in one .cpp.

#include <watchword/base/result.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace watchword::cli {

class Console;

/// What runs when the command is chosen. An error is shown with advice and becomes the exit code.
using Action = std::function<Result<void>(Console&)>;

enum class Presence : std::uint8_t { required, optional };

/// A light handle of a command; variables given as `into` must live until the program ends.
class Command {
  public:
    /// A group of commands.
    Command group(const std::string& name, const std::string& summary);
    /// A command that does something. Each gets --help, which ends with `example`, and --json.
    Command command(const std::string& name, const std::string& summary, const std::string& example, Action action);

    /// `names` is "--long" or "-s,--long"; `heading` names the part of the help it stands in.
    Command& flag(const std::string& names, bool& into, const std::string& help);
    Command& option(const std::string& names, const std::string& value, std::string& into, const std::string& help,
                    const std::string& heading = "Options");
    /// May be repeated.
    Command& options(const std::string& names, const std::string& value, std::vector<std::string>& into,
                     const std::string& help);
    /// Calls `use` with the value if the option is given.
    Command& option(const std::string& names, const std::string& value,
                    const std::function<void(const std::string&)>& use, const std::string& help,
                    const std::string& heading);
    Command& argument(const std::string& name, std::string& into, const std::string& help, Presence presence);

  private:
    friend class CommandLine;
    struct Shared;
    Command(CLI::App* app, Shared* shared) noexcept : app_(app), shared_(shared) {}
    CLI::App* app_;
    Shared* shared_;
};

/// The whole program's command line.
class CommandLine {
  public:
    CommandLine(const std::string& name, const std::string& summary, const std::string& version);
    ~CommandLine();
    Command& root() noexcept { return root_; }
    /// Parses, runs the chosen command, shows its error if there is one. Returns the exit code.
    int run(int argc, char** argv);

  private:
    std::unique_ptr<CLI::App> app_;
    std::unique_ptr<Command::Shared> shared_;
    Command root_;
};

}  // namespace watchword::cli
