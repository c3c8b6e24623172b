#include <watchword/cli/console.hpp>
#include <watchword/cli/exit_codes.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace watchword::cli {
namespace {

/// no-color.org: any value that is not empty turns colours off.
bool no_colour() {
    const char* value = std::getenv("NO_COLOR");
    return value != nullptr && *value != '\0';
}

bool wants_colours(int descriptor) {
    return ::isatty(descriptor) != 0 && !no_colour();
}

std::string_view escape_of(Console::Tone tone) {
    switch (tone) {
        case Console::Tone::good:
            return "\x1b[32m";
        case Console::Tone::bad:
            return "\x1b[31m";
        case Console::Tone::caution:
            return "\x1b[33m";
        case Console::Tone::faint:
            break;
    }
    return "\x1b[2m";
}

std::string painted(std::string_view text, Console::Tone tone) {
    return std::string(escape_of(tone)) + std::string(text) + "\x1b[0m";
}

/// Each line of the detail, indented; control characters made harmless.
std::string indented(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += "  " + printable(text.substr(0, end)) + "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

void print_error(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

Console::Console(Form form) : form_(form), colours_(form == Form::text && wants_colours(STDOUT_FILENO)) {}

void Console::show(const Record& record) {
    print(is_json() ? to_json(record) + "\n" : to_text(record));
}

void Console::show(const std::string& name, const std::vector<Record>& records, std::string_view nobody) {
    if (is_json()) return print(to_json(name, records) + "\n");
    print(records.empty() ? std::string(nobody) + "\n" : to_table(records));
}

void Console::show(const std::string& sentence, const Record& record) {
    print(is_json() ? to_json(record) + "\n" : sentence + "\n");
}

void Console::show_plain(std::string_view text, const Record& record) {
    show_plain_or_json(text, RawJson{is_json() ? to_json(record) : ""});
}

void Console::show_plain_or_json(std::string_view text, const RawJson& json) {
    if (is_json()) return print(json.text + "\n");
    print(text);
    if (!text.ends_with('\n')) print("\n");
}

void Console::remark(const std::string& sentence) {
    if (!is_json()) print_error(sentence + "\n");
}

void Console::report(const Error& error, std::string_view next) {
    std::fflush(stdout);
    const std::string_view what_next = next.empty() ? advice(error) : next;
    if (is_json()) {
        return print_error(to_json(Record{{"error", std::string(error.name())},
                                          {"message", std::string(error.sentence())},
                                          {"detail", text_or_nothing(error.detail())},
                                          {"next", text_or_nothing(std::string(what_next))}}) +
                           "\n");
    }
    const bool colours = wants_colours(STDERR_FILENO);
    std::string text = colours ? painted("watchword:", Tone::bad) : "watchword:";
    text += " " + std::string(error.sentence()) + "\n" + indented(error.detail());
    if (!what_next.empty()) text += std::string(what_next) + "\n";
    print_error(text);
}

std::string Console::toned(std::string_view text, Tone tone) const {
    return colours_ ? painted(text, tone) : std::string(text);
}

std::optional<std::size_t> Console::columns() const {
    winsize size{};
    if (::isatty(STDOUT_FILENO) == 0) return std::nullopt;
    // A terminal that does not know its size is taken for the classic one.
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

bool Console::finish() {
    const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (!written) print_error("watchword: The output could not be written.\n");
    return written;
}

void Console::print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace watchword::cli
