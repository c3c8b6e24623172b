#include <watchword/cli/commands.hpp>
#include <watchword/cli/token_commands.hpp>

namespace watchword::cli {

void add_token_commands(Command& root) {
    Command group = root.group("token", "Tokens, offline: make, verify and explain them");
    add_token_issue(group);
    add_token_verify(group);
    add_token_decode(group);
    add_token_explain(group);
}

}  // namespace watchword::cli
