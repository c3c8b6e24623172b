#include <watchword/app/process.hpp>
#include <watchword/app/version.hpp>
#include <watchword/cli/command.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/exit_codes.hpp>

#include <cstdio>
#include <exception>

int main(int argc, char** argv) try {
    using namespace watchword;
    app::harden_process();
    cli::CommandLine line("watchword", "Sign in once; every service checks the same token the same way.",
                          std::string(app::version()));
    cli::add_serve_command(line.root());
    cli::add_config_commands(line.root());
    cli::add_user_commands(line.root());
    cli::add_session_commands(line.root());
    cli::add_key_commands(line.root());
    cli::add_client_commands(line.root());
    cli::add_token_commands(line.root());
    cli::add_secret_command(line.root());
    cli::add_db_commands(line.root());
    return line.run(argc, argv);
} catch (const std::exception& failure) {
    // Only what is broken comes here: no memory, no entropy, a mistake of ours.
    std::fprintf(stderr, "watchword: Something went wrong on our side.\n  %s\n", failure.what());
    return watchword::cli::exit_surroundings;
}
