#include <watchword/cli/json_text.hpp>
#include <watchword/cli/record.hpp>

#include <algorithm>
#include <array>

namespace watchword::cli {
namespace {

using jose::json::Value;

constexpr std::array<std::string_view, 4> time_claims{"exp", "nbf", "iat", "auth_time"};

void append(std::string& out, const Value& value, std::size_t depth);

std::string quoted(std::string_view text) {
    std::string out;
    jose::json::append_quoted(out, text);
    return out;
}

void append_line(std::string& out, std::size_t depth) {
    out += "\n" + std::string(2 * depth, ' ');
}

/// Years that a calendar of four digits can show.
void append_date(std::string& out, std::string_view name, const Value& value) {
    constexpr std::int64_t end_of_9999 = 253402300799;
    const auto seconds = value.integer();
    if (!seconds || *seconds < 0 || *seconds > end_of_9999 ||
        std::ranges::find(time_claims, name) == time_claims.end()) {
        return;
    }
    out += "  (" + to_text(Record{{"", from_unix_seconds(*seconds)}}).substr(2);
    out.back() = ')';
}

void append_object(std::string& out, const Value& object, std::size_t depth) {
    const auto names = object.names();
    out += '{';
    for (std::size_t i = 0; i < names.size(); ++i) {
        append_line(out, depth + 1);
        const Value member = *object.find(names[i]);
        out += quoted(names[i]) + ": ";
        append(out, member, depth + 1);
        if (i + 1 < names.size()) out += ',';
        if (depth == 0) append_date(out, names[i], member);
    }
    if (!names.empty()) append_line(out, depth);
    out += '}';
}

void append_array(std::string& out, const Value& array, std::size_t depth) {
    const auto elements = array.elements();
    out += '[';
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (i > 0) out += ", ";
        append(out, elements[i], depth + 1);
    }
    out += ']';
}

void append(std::string& out, const Value& value, std::size_t depth) {
    switch (value.kind()) {
        case Value::Kind::object:
            return append_object(out, value, depth);
        case Value::Kind::array:
            return append_array(out, value, depth);
        default:
            out += printable(value.to_json());
    }
}

}  // namespace

std::string pretty_json(const Value& value) {
    std::string out;
    append(out, value, 0);
    return out + "\n";
}

std::string pretty_json(const std::string& json) {
    const auto document = jose::json::Document::parse_object(json);
    return document ? pretty_json(document->root()) : printable(json) + "\n";
}

}  // namespace watchword::cli
