#pragma once
/// Reading one command of the line protocol. A command that breaks the protocol is a bug of the test: BadCommand.

#include <watchword/base/bytes.hpp>
#include <watchword/jose/json.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::differential {

using jose::json::Value;

class BadCommand : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One object of a command: the command itself, or a signer in it. A view into the document that was read.
class Command {
  public:
    explicit Command(Value object) noexcept : object_(object) {}

    std::string_view text(std::string_view name) const;
    /// Empty if there is no such member.
    std::string_view text_or_empty(std::string_view name) const;
    std::optional<std::int64_t> integer(std::string_view name) const;
    bool is_true(std::string_view name) const;
    /// From base64url; empty if there is no such member.
    Bytes octets(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;
    /// Each element as JSON, as keys travel.
    std::vector<std::string> jsons(std::string_view name) const;
    /// As JSON; empty if there is no such member.
    std::string json(std::string_view name) const;
    std::vector<Command> objects(std::string_view name) const;
    std::optional<Value> find(std::string_view name) const noexcept { return object_.find(name); }

  private:
    Value object_;
};

/// The header members of a command, as JwsHeader and JweOptions want them: `typ` and `cty` apart from the others.
struct HeaderMembers {
    std::string type;
    std::string content_type;
    /// One JSON object, or empty.
    std::string more_json;
};
HeaderMembers header_members(const Command& command);

}  // namespace watchword::differential
