#pragma once
/// Reading members of a vector. What a schema demands and a file lacks is thrown as NotOfSchema, which the runner
/// reports as a failure of that case.

#include <watchword/base/bytes.hpp>
#include <watchword/jose/json.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchword::vectors {

using jose::json::Value;

class NotOfSchema : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The member; a null counts as absent.
std::optional<Value> find(const Value& object, std::string_view name);
Value get(const Value& object, std::string_view name);
std::optional<std::string_view> find_text(const Value& object, std::string_view name);
std::string_view text(const Value& object, std::string_view name);
std::optional<std::int64_t> find_integer(const Value& object, std::string_view name);
std::int64_t integer(const Value& object, std::string_view name);
/// Empty if there is no such member; a single string counts as a list of one.
std::vector<std::string> texts(const Value& object, std::string_view name);
std::vector<Value> elements(const Value& object, std::string_view name);
bool is_true(const Value& object, std::string_view name);

Bytes from_hex(std::string_view text);
Bytes hex(const Value& object, std::string_view name);
/// base64url.
Bytes octets(const Value& object, std::string_view name);

/// A string stands for itself, anything else for its JSON.
std::string text_or_json(const Value& value);

/// The object as JSON with members (name, JSON text) set or, where the JSON text is empty, left out.
using Changes = std::initializer_list<std::pair<std::string_view, std::string>>;
std::string with(const Value& object, Changes changes);
std::string quoted(std::string_view text);

/// The row of a table that has this name.
template <class Kinds>
const auto& kind_of(const Kinds& kinds, std::string_view name) {
    const auto* const kind = std::ranges::find(kinds, name, [](const auto& row) { return row.name; });
    if (kind == kinds.end()) throw NotOfSchema(std::string("the kind ") + std::string(name) + " is not known");
    return *kind;
}

/// Whether both have the same members with the same values, in whatever order.
bool same_members(const Value& a, const Value& b);

}  // namespace watchword::vectors
