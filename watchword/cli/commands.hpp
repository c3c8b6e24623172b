#pragma once
/// The commands, one file each.

#include <watchword/cli/command.hpp>

namespace watchword::cli {

void add_serve_command(Command& root);
void add_config_commands(Command& root);
void add_user_commands(Command& root);
void add_session_commands(Command& root);
void add_key_commands(Command& root);
void add_client_commands(Command& root);
void add_token_commands(Command& root);
void add_secret_command(Command& root);
void add_db_commands(Command& root);

}  // namespace watchword::cli
