// A command of JSON a line on standard input, an answer of JSON a line on standard output, until the input ends.

#include <array>
#include <exception>
#include <iostream>
#include <string>

#include "commands.hpp"

namespace watchword::differential {
namespace {

struct Known {
    std::string_view name;
    Answer (*answer)(const Command&);
};
constexpr std::array known{
    Known{"sign_jws", sign_jws},         Known{"verify_jws", verify_jws},     Known{"verify_jwt", verify_jwt},
    Known{"issue_jwt", issue_jwt},       Known{"issue_nested", issue_nested}, Known{"verify_nested", verify_nested},
    Known{"encrypt_jwe", encrypt_jwe},   Known{"decrypt_jwe", decrypt_jwe},   Known{"generate_key", generate_key},
    Known{"describe_key", describe_key}, Known{"read_pem", read_pem},
};

Answer answer(std::string_view line) {
    const auto document = jose::json::Document::parse_object(line, {.bytes = 4 * 1024 * 1024, .depth = 32});
    if (!document) throw BadCommand("no JSON: " + document.error().detail());
    const Command command(document->root());
    for (const Known& each : known)
        if (each.name == command.text("do")) return each.answer(command);
    throw BadCommand("no such command");
}

void answer_all() {
    std::string line;
    while (std::getline(std::cin, line))
        std::cout << answer(line).line() << std::endl;
}

}  // namespace
}  // namespace watchword::differential

int main() {
    try {
        watchword::differential::answer_all();
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
