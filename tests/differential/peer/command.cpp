#include "command.hpp"

#include <watchword/jose/base64url.hpp>

namespace watchword::differential {

std::string_view Command::text(std::string_view name) const {
    const auto member = object_.find(name);
    const auto value = member ? member->string() : std::nullopt;
    if (!value) throw BadCommand("no text named " + std::string(name));
    return *value;
}

std::string_view Command::text_or_empty(std::string_view name) const {
    return object_.find(name) ? text(name) : std::string_view();
}

std::optional<std::int64_t> Command::integer(std::string_view name) const {
    const auto member = object_.find(name);
    return member ? member->integer() : std::nullopt;
}

bool Command::is_true(std::string_view name) const {
    const auto member = object_.find(name);
    return member && member->boolean().value_or(false);
}

Bytes Command::octets(std::string_view name) const {
    const auto decoded = jose::decode_base64url(text_or_empty(name));
    if (!decoded) throw BadCommand("no base64url in " + std::string(name));
    return *decoded;
}

std::vector<std::string> Command::texts(std::string_view name) const {
    std::vector<std::string> found;
    const auto member = object_.find(name);
    if (!member) return found;
    for (const Value element : member->each_element())
        found.emplace_back(element.string().value_or(std::string_view()));
    return found;
}

std::vector<std::string> Command::jsons(std::string_view name) const {
    std::vector<std::string> found;
    const auto member = object_.find(name);
    if (!member) return found;
    for (const Value element : member->each_element())
        found.push_back(element.to_json());
    return found;
}

std::string Command::json(std::string_view name) const {
    const auto member = object_.find(name);
    return member ? member->to_json() : std::string();
}

std::vector<Command> Command::objects(std::string_view name) const {
    std::vector<Command> found;
    const auto member = object_.find(name);
    if (!member) return found;
    for (const Value element : member->each_element())
        found.emplace_back(element);
    return found;
}

HeaderMembers header_members(const Command& command) {
    HeaderMembers header;
    const auto object = command.find("header");
    if (!object) return header;
    for (const auto [name, value] : object->members()) {
        if (name == "typ") {
            header.type = value.string().value_or(std::string_view());
        } else if (name == "cty") {
            header.content_type = value.string().value_or(std::string_view());
        } else {
            header.more_json += header.more_json.empty() ? '{' : ',';
            jose::json::append_quoted(header.more_json, name);
            header.more_json += ':';
            header.more_json += value.to_json();
        }
    }
    if (!header.more_json.empty()) header.more_json += '}';
    return header;
}

}  // namespace watchword::differential
