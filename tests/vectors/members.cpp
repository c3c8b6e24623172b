#include "members.hpp"

#include <watchword/jose/base64url.hpp>

#include <algorithm>

namespace watchword::vectors {
namespace {

[[noreturn]] void missing(std::string_view name, std::string_view kind) {
    throw NotOfSchema(std::string(name) + " is missing or is not " + std::string(kind));
}

template <class T>
T required(std::optional<T> value, std::string_view name, std::string_view kind) {
    if (!value) missing(name, kind);
    return *value;
}

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    throw NotOfSchema("a text that should be hexadecimal is not");
}

}  // namespace

std::optional<Value> find(const Value& object, std::string_view name) {
    const auto value = object.find(name);
    if (!value || value->kind() == Value::Kind::null) return std::nullopt;
    return value;
}

Value get(const Value& object, std::string_view name) {
    return required(object.find(name), name, "there");
}

std::optional<std::string_view> find_text(const Value& object, std::string_view name) {
    const auto value = find(object, name);
    if (!value) return std::nullopt;
    return required(value->string(), name, "a string");
}

std::string_view text(const Value& object, std::string_view name) {
    return required(find_text(object, name), name, "a string");
}

std::optional<std::int64_t> find_integer(const Value& object, std::string_view name) {
    const auto value = find(object, name);
    if (!value) return std::nullopt;
    return required(value->integer(), name, "an integer");
}

std::int64_t integer(const Value& object, std::string_view name) {
    return required(find_integer(object, name), name, "an integer");
}

std::vector<std::string> texts(const Value& object, std::string_view name) {
    const auto value = find(object, name);
    if (!value) return {};
    if (const auto one = value->string()) return {std::string(*one)};
    if (value->kind() != Value::Kind::array) missing(name, "a list of strings");
    std::vector<std::string> out;
    for (const Value& element : value->elements())
        out.emplace_back(required(element.string(), name, "a list of strings"));
    return out;
}

std::vector<Value> elements(const Value& object, std::string_view name) {
    const Value value = get(object, name);
    if (value.kind() != Value::Kind::array) missing(name, "a list");
    return value.elements();
}

bool is_true(const Value& object, std::string_view name) {
    const auto value = find(object, name);
    return value && value->boolean().value_or(false);
}

Bytes from_hex(std::string_view text) {
    if (text.size() % 2 != 0) throw NotOfSchema("a hexadecimal text has an odd length");
    Bytes out(text.size() / 2);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(digit(text[2 * i]) * 16 + digit(text[2 * i + 1]));
    return out;
}

Bytes hex(const Value& object, std::string_view name) {
    return from_hex(text(object, name));
}

Bytes octets(const Value& object, std::string_view name) {
    return required(jose::decode_base64url(text(object, name)), name, "base64url");
}

std::string text_or_json(const Value& value) {
    if (const auto text = value.string()) return std::string(*text);
    return value.to_json();
}

std::string quoted(std::string_view text) {
    std::string out;
    jose::json::append_quoted(out, text);
    return out;
}

std::string with(const Value& object, Changes changes) {
    std::string out;
    const auto append = [&out](std::string_view name, std::string_view json) {
        if (json.empty()) return;
        out += out.empty() ? "{" : ",";
        jose::json::append_quoted(out, name);
        out += ":";
        out += json;
    };
    for (const std::string_view name : object.names()) {
        const bool changed =
            std::any_of(changes.begin(), changes.end(), [&](const auto& c) { return c.first == name; });
        if (!changed) append(name, object.find(name)->to_json());
    }
    for (const auto& [name, json] : changes)
        append(name, json);
    return out.empty() ? "{}" : out + "}";
}

bool same_members(const Value& a, const Value& b) {
    const std::vector<std::string_view> names = a.names();
    if (names.size() != b.names().size()) return false;
    return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
        const auto x = a.find(name);
        const auto y = b.find(name);
        if (!x || !y || x->kind() != y->kind()) return false;
        return x->kind() == Value::Kind::object ? same_members(*x, *y) : x->to_json() == y->to_json();
    });
}

}  // namespace watchword::vectors
