#pragma once
/// What is unwise about a token, the keys or the requirements, whether the token is accepted or not. For people, never
/// for decisions: no finding changes a verdict.

#include <cstdint>
#include <string>
#include <string_view>

namespace watchword::jwt {

enum class Severity : std::uint8_t {
    note,     ///< worth knowing
    warning,  ///< worth changing
};

/// "note" or "warning".
std::string_view name(Severity severity) noexcept;

/// Something about a token or its requirements that somebody should look at.
struct Finding {
    /// A stable name, such as "no_audience". docs/reference/cli.md lists all.
    std::string_view code;
    Severity severity;
    /// What was found and what to do about it. Quotes the token as `Check::sentence` does; never says a secret.
    std::string sentence;
};

}  // namespace watchword::jwt
