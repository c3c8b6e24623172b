#pragma once
/// A response as bytes (RFC 9112 section 4). The server owns the framing: Content-Length, Connection, Date and
/// X-Request-Id of a handler are replaced.

#include <watchword/http/message.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace watchword::http {

enum class Persistence : std::uint8_t { close, keep_alive, keep_alive_1_0 };

struct Framing {
    std::string_view date = {};
    std::string_view request_id = {};
    Persistence persistence = Persistence::close;
    /// HEAD: Content-Length as GET would have it, but no body (RFC 9110 section 9.3.2).
    bool omit_body = false;
};

/// Whether every header field can be sent as it is: a line break in a value would forge further fields. Status 200-599.
bool is_sendable(const Response& response) noexcept;

/// Appends status line, fields and body. `response` must be sendable.
void append_response(std::string& out, const Response& response, const Framing& framing);

std::string_view reason_phrase(int status) noexcept;

}  // namespace watchword::http
