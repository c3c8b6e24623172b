#pragma once
/// The parts of a request line and the Host field that decide where a request goes (RFC 9112 section 3).

#include <watchword/http/message.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchword::http {

struct Target {
    std::string path;       ///< with a leading slash, or "*"
    std::string query;      ///< without the question mark
    std::string authority;  ///< of the absolute form; else empty
};

/// Reads origin-form, absolute-form (http and https) and, for OPTIONS, asterisk-form. None: malformed, with a fragment,
/// or with bytes that a URI may not have.
std::optional<Target> parse_target(std::string_view target, Method method);

/// `uri-host [ ":" port ]` (RFC 9110 section 7.2), never empty.
bool is_host(std::string_view host) noexcept;

/// `Method::other` for a method that no route can name. Case matters (RFC 9110 section 9.1).
Method method_of(std::string_view name) noexcept;

}  // namespace watchword::http
