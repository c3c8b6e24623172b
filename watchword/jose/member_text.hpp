#pragma once
/// Reading a member of a header or of a JSON serialization. Not installed.

#include <watchword/base/result.hpp>
#include <watchword/jose/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchword::jose::detail {

/// The text of a member of whatever finds members; empty if there is none. Error: malformed if it is no string.
template <class Object>
Result<std::optional<std::string_view>> member_text(const Object& object, std::string_view name) {
    const std::optional<json::Value> member = object.find(name);
    if (!member || member->string()) return member ? member->string() : std::nullopt;
    std::string detail(name);
    return Error{Error::Code::malformed, detail += " is not a string"};
}

}  // namespace watchword::jose::detail
