#pragma once
/// Scope as text (RFC 6749 section 3.3): tokens of %x21 / %x23-5B / %x5D-7E, one space between two.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::auth {

bool is_scope_token(std::string_view token) noexcept;
/// The tokens; none for an empty text. Empty optional if it is malformed.
std::optional<std::vector<std::string_view>> split_scope(std::string_view scope);
std::string join_scope(const std::vector<std::string_view>& tokens);
/// Whether every token of `requested` is among those of `granted`. Both must be well-formed.
bool scope_is_within(std::string_view requested, std::string_view granted);

}  // namespace watchword::auth
