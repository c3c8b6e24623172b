#include <watchword/cli/record.hpp>
#include <watchword/jose/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace watchword::cli {
namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;  // clang 16 does not deduce aggregates by itself

struct Calendar {
    std::string date;
    std::string time;
};

Calendar in_utc(TimePoint time) {
    const std::time_t seconds = to_unix_seconds(time);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> date{};
    std::array<char, 16> clock{};
    std::strftime(date.data(), date.size(), "%Y-%m-%d", &utc);
    std::strftime(clock.data(), clock.size(), "%H:%M:%S", &utc);
    return {date.data(), clock.data()};
}

/// RFC 3339.
std::string time_json(TimePoint time) {
    const auto [date, clock] = in_utc(time);
    return '"' + date + "T" + clock + "Z\"";
}

std::string time_text(TimePoint time) {
    const auto [date, clock] = in_utc(time);
    return date + " " + clock + " UTC";
}

std::string quoted_json(std::string_view text) {
    std::string out;
    jose::json::append_quoted(out, text);
    return out;
}

std::string list_json(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts)
        out += (out.size() > 1 ? "," : "") + quoted_json(text);
    return out + "]";
}

std::string value_json(const FieldValue& value) {
    return std::visit(Overloaded{
                          [](std::monostate) { return std::string("null"); },
                          [](const std::string& text) { return quoted_json(text); },
                          [](std::int64_t number) { return std::to_string(number); },
                          [](bool flag) { return std::string(flag ? "true" : "false"); },
                          [](const std::vector<std::string>& texts) { return list_json(texts); },
                          [](TimePoint time) { return time_json(time); },
                          [](const RawJson& json) { return json.text; },
                      },
                      value);
}

std::string list_text(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts)
        out += (out.empty() ? "" : " ") + printable(text);
    return out.empty() ? "-" : out;
}

std::string value_text(const FieldValue& value) {
    return std::visit(Overloaded{
                          [](std::monostate) { return std::string("-"); },
                          [](const std::string& text) { return printable(text); },
                          [](std::int64_t number) { return std::to_string(number); },
                          [](bool flag) { return std::string(flag ? "yes" : "no"); },
                          [](const std::vector<std::string>& texts) { return list_text(texts); },
                          [](TimePoint time) { return time_text(time); },
                          [](const RawJson& json) { return printable(json.text); },
                      },
                      value);
}

/// Code points: near enough to columns for names and addresses.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t columns) {
    const std::size_t used = width(text);
    return text + std::string(columns > used ? columns - used : 0, ' ');
}

std::string label(const std::string& name) {
    std::string text = name;
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string without_trailing_spaces(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

FieldValue time_or_nothing(const std::optional<TimePoint>& time) {
    return time ? FieldValue(*time) : FieldValue(std::monostate());
}

FieldValue text_or_nothing(const std::string& text) {
    return text.empty() ? FieldValue(std::monostate()) : FieldValue(text);
}

std::string to_json(const Record& record) {
    std::string out = "{";
    for (const Field& field : record) {
        out += (out.size() > 1 ? "," : "") + quoted_json(field.name) + ":" + value_json(field.value);
    }
    return out + "}";
}

std::string to_json(const std::string& name, const std::vector<Record>& records) {
    std::string out = "{" + quoted_json(name) + ":[";
    for (std::size_t i = 0; i < records.size(); ++i)
        out += (i > 0 ? "," : "") + to_json(records[i]);
    return out + "]}";
}

std::string to_text(const Record& record) {
    std::size_t widest = 0;
    for (const Field& field : record)
        widest = std::max(widest, width(field.name));
    std::string out;
    for (const Field& field : record)
        out += padded(label(field.name), widest) + "  " + value_text(field.value) + "\n";
    return out;
}

std::string to_table(const std::vector<Record>& records) {
    if (records.empty()) return {};
    std::vector<std::vector<std::string>> lines(1);
    for (const Field& field : records.front())
        lines.front().push_back(label(field.name));
    for (const Record& record : records) {
        lines.emplace_back();
        for (const Field& field : record)
            lines.back().push_back(value_text(field.value));
    }
    std::vector<std::size_t> widths(lines.front().size());
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], width(line[i]));
    }
    std::string out;
    for (const auto& line : lines) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i)
            text += padded(line[i], widths[i]) + "  ";
        out += without_trailing_spaces(std::move(text)) + "\n";
    }
    return out;
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // U+0080 to U+009F are C2 80 to C2 9F: some terminals take them for escape sequences.
        const bool c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (byte >= 0x20 && byte != 0x7f && !c1) {
            out += text[i];
            continue;
        }
        std::array<char, 8> escaped{};
        const auto shown = c1 ? static_cast<unsigned char>(text[++i]) : byte;
        std::snprintf(escaped.data(), escaped.size(), "\\x%02x", shown);
        out += escaped.data();
    }
    return out;
}

}  // namespace watchword::cli
