#include <watchword/cli/terminal.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace watchword::cli {
namespace {

constexpr std::size_t longest_password = 4096;

termios terminal_as_found;

/// Ctrl-C at the prompt: the terminal gets its echo back before the program ends.
extern "C" void restore_and_leave(int signal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_as_found);
    ::_exit(128 + signal);
}

/// No echo while it lives.
class Silence {
  public:
    Silence() {
        ::tcgetattr(STDIN_FILENO, &terminal_as_found);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            std::signal(signal, restore_and_leave);
        termios quiet = terminal_as_found;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~Silence() {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_as_found);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            std::signal(signal, SIG_DFL);
        std::fputc('\n', stderr);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
};

/// Reads until `ends_at`, the end of the input, or one byte more than `limit`.
Result<SecretBytes> read_from(int descriptor, std::size_t limit, char ends_at) {
    SecretBytes buffer(limit + 1);
    std::size_t size = 0;
    while (size < buffer.size()) {
        const std::size_t wanted = ends_at == '\0' ? buffer.size() - size : 1;
        const ssize_t got = ::read(descriptor, buffer.writable().data() + size, wanted);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error(Error::unreadable_file, std::strerror(errno));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (ends_at != '\0' && buffer.reveal_text()[size - 1] == ends_at) break;
    }
    if (size > limit) return Error(Error::too_large, "more than " + std::to_string(limit) + " bytes");
    return SecretBytes(buffer.reveal().first(size));
}

SecretBytes without_newline(const SecretBytes& text) {
    std::string_view view = text.reveal_text();
    if (view.ends_with('\n')) view.remove_suffix(view.ends_with("\r\n") ? 2 : 1);
    return SecretBytes(view);
}

Result<SecretBytes> ask_in_silence(const char* prompt) {
    const Silence silence;  // before the prompt: whoever answers it at once must not be echoed
    std::fputs(prompt, stderr);
    std::fflush(stderr);
    auto line = read_from(STDIN_FILENO, longest_password, '\n');
    if (!line) return line.error();
    return without_newline(*line);
}

Result<SecretBytes> ask_for_new_password() {
    if (!has_terminal()) {
        return Error(Error::wrong_usage, "There is no terminal to ask for the password; use --password-stdin.");
    }
    auto first = ask_in_silence("New password: ");
    if (!first) return first;
    if (first->empty()) return Error(Error::wrong_usage, "No password was entered.");
    const auto second = ask_in_silence("The same again: ");
    if (!second) return second.error();
    if (!constant_time_equal(first->reveal(), second->reveal())) {
        return Error(Error::wrong_usage, "The two passwords differ.");
    }
    return first;
}

}  // namespace

bool has_terminal() noexcept {
    return ::isatty(STDIN_FILENO) != 0;
}

Result<SecretBytes> read_new_password(PasswordSource source) {
    if (source == PasswordSource::terminal) return ask_for_new_password();
    auto password = read_standard_input(longest_password);
    if (password && password->empty()) return Error(Error::wrong_usage, "Standard input holds no password.");
    return password;
}

Result<SecretBytes> read_standard_input(std::size_t limit) {
    const auto text = read_from(STDIN_FILENO, limit, '\0');
    if (!text) return Error(text.error().code(), "standard input: " + text.error().detail());
    return without_newline(*text);
}

Result<SecretBytes> read_secret_file(const std::string& path, std::size_t limit) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return Error(Error::unreadable_file, path + ": " + std::strerror(errno));
    auto text = read_from(file, limit, '\0');
    ::close(file);
    if (!text) return Error(text.error().code(), path + ": " + text.error().detail());
    return text;
}

Result<void> confirm(const std::string& question, Confirmation confirmation) {
    if (confirmation == Confirmation::given) return {};
    if (!has_terminal()) return Error(Error::wrong_usage, "There is no terminal to ask for confirmation; use --yes.");
    std::fputs((question + " [y/N] ").c_str(), stderr);
    std::fflush(stderr);
    const auto answer = read_from(STDIN_FILENO, 16, '\n');
    const bool agreed = answer && (answer->reveal_text().starts_with('y') || answer->reveal_text().starts_with('Y'));
    return agreed ? Result<void>() : Error(Error::wrong_usage, "Nothing was changed.");
}

}  // namespace watchword::cli
