#include <watchword/base/log.hpp>

#include <array>
#include <chrono>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace watchword {
namespace {

thread_local std::string_view current_request;

/// Bytes of the UTF-8 character that `text` begins with (RFC 3629 section 4), or 0 if it is broken.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const auto continues = [&](std::size_t at) { return byte(at) >= 0x80 && byte(at) < 0xc0; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first < 0xe0) return continues(1) ? 2 : 0;
    if (first >= 0xe0 && first < 0xf0) {
        const bool overlong = first == 0xe0 && byte(1) < 0xa0;
        const bool surrogate = first == 0xed && byte(1) >= 0xa0;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xf0 && first < 0xf5) {
        const bool overlong = first == 0xf0 && byte(1) < 0x90;
        const bool too_high = first == 0xf4 && byte(1) >= 0x90;
        return continues(1) && continues(2) && continues(3) && !overlong && !too_high ? 4 : 0;
    }
    return 0;
}

/// Appends `text` as the inside of a JSON string; control characters cannot forge a line in either format, and bytes
/// that are not UTF-8 become U+FFFD.
void append_escaped(std::string& line, std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (length == 0) {
            line += "\uFFFD";
        } else if (first == '"' || first == '\\') {
            line += '\\';
            line += text.front();
        } else if (first < 0x20 || first == 0x7f) {
            line += fmt::format("\\u{:04x}", first);
        } else {
            line += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
}

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    append_escaped(line, text);
    line += '"';
}

void append_json(std::string& line, const Log::Field& field) {
    line += ',';
    append_quoted(line, field.name);
    line += ':';
    if (field.quoted) {
        append_quoted(line, field.value);
    } else {
        line += field.value;
    }
}

void append_text(std::string& line, const Log::Field& field) {
    line += ' ';
    line += field.name;
    line += '=';
    const bool plain = !field.value.empty() && field.value.find_first_of(" \"\\=\n\r\t") == std::string::npos;
    if (plain) {
        append_escaped(line, field.value);
    } else {
        append_quoted(line, field.value);
    }
}

spdlog::level::level_enum to_spdlog(Log::Level level) {
    constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err,
                                spdlog::level::off};
    return levels[static_cast<std::size_t>(level)];
}

std::string_view name_of(Log::Level level) {
    constexpr std::array<std::string_view, 5> names{"debug", "info", "warning", "error", "off"};
    return names[static_cast<std::size_t>(level)];
}

}  // namespace

struct Log::Sink {
    explicit Sink(bool colours)
        : logger("watchword", colours ? spdlog::sink_ptr(std::make_shared<spdlog::sinks::stderr_color_sink_mt>())
                                      : spdlog::sink_ptr(std::make_shared<spdlog::sinks::stderr_sink_mt>())) {}
    spdlog::logger logger;
};

Log::Log(Format format, Level least)
    : sink_(std::make_unique<Sink>(format == Format::text && isatty(STDERR_FILENO) != 0)),
      format_(format),
      least_(least) {
    sink_->logger.set_level(to_spdlog(least));
    sink_->logger.set_error_handler([](const std::string&) {});  // a full disk behind stderr must not stop the server
    sink_->logger.set_pattern(format == Format::json ? "%v" : "%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v");
}

Log::Log(Log&&) noexcept = default;
Log::~Log() = default;

Log::RequestScope::RequestScope(std::string_view request_id) noexcept : outer_(current_request) {
    current_request = request_id;
}
Log::RequestScope::~RequestScope() {
    current_request = outer_;
}

void Log::write(Level level, std::string_view event, Fields fields) const noexcept try {
    if (!enabled(level) || level == Level::off) return;
    std::string line;
    if (format_ == Format::json) {
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        const std::time_t unix_time = std::chrono::system_clock::to_time_t(second);
        std::tm utc{};
        gmtime_r(&unix_time, &utc);
        std::array<char, 32> stamp{};
        std::strftime(stamp.data(), stamp.size(), "%Y-%m-%dT%H:%M:%S", &utc);
        line = fmt::format("{{\"time\":\"{}.{:03}Z\",\"level\":\"{}\",\"event\":", stamp.data(), (now - second).count(),
                           name_of(level));
        append_quoted(line, event);
        if (!current_request.empty()) append_json(line, Field("request", current_request));
        for (const Field& field : fields)
            append_json(line, field);
        line += '}';
    } else {
        append_escaped(line, event);
        for (const Field& field : fields)
            append_text(line, field);
        if (!current_request.empty()) append_text(line, Field("request", current_request));
    }
    sink_->logger.log(to_spdlog(level), line);
} catch (...) {  // NOLINT(bugprone-empty-catch): a log line is never worth a crash
}

}  // namespace watchword
