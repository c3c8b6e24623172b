#include <watchword/http/response_writer.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace watchword::http {
namespace {

constexpr std::array reasons{
    std::pair{200, "OK"},
    std::pair{201, "Created"},
    std::pair{202, "Accepted"},
    std::pair{204, "No Content"},
    std::pair{301, "Moved Permanently"},
    std::pair{302, "Found"},
    std::pair{303, "See Other"},
    std::pair{304, "Not Modified"},
    std::pair{307, "Temporary Redirect"},
    std::pair{308, "Permanent Redirect"},
    std::pair{400, "Bad Request"},
    std::pair{401, "Unauthorized"},
    std::pair{403, "Forbidden"},
    std::pair{404, "Not Found"},
    std::pair{405, "Method Not Allowed"},
    std::pair{406, "Not Acceptable"},
    std::pair{408, "Request Timeout"},
    std::pair{409, "Conflict"},
    std::pair{410, "Gone"},
    std::pair{412, "Precondition Failed"},
    std::pair{413, "Content Too Large"},
    std::pair{414, "URI Too Long"},
    std::pair{415, "Unsupported Media Type"},
    std::pair{417, "Expectation Failed"},
    std::pair{422, "Unprocessable Content"},
    std::pair{428, "Precondition Required"},
    std::pair{429, "Too Many Requests"},
    std::pair{431, "Request Header Fields Too Large"},
    std::pair{500, "Internal Server Error"},
    std::pair{501, "Not Implemented"},
    std::pair{502, "Bad Gateway"},
    std::pair{503, "Service Unavailable"},
    std::pair{504, "Gateway Timeout"},
    std::pair{505, "HTTP Version Not Supported"},
};

bool breaks_a_line(char character) noexcept {
    return character == '\r' || character == '\n' || character == '\0';
}

bool is_owned_by_the_server(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 5> owned{"Content-Length", "Transfer-Encoding", "Connection", "Date",
                                                    "X-Request-Id"};
    return std::ranges::any_of(owned, [&](std::string_view field) { return equals_ignoring_case(field, name); });
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

void append_status_line(std::string& out, int status) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(status));
    out += ' ';
    out += reason_phrase(status);
    out += "\r\n";
}

}  // namespace

bool is_sendable(const Response& response) noexcept {
    if (response.status < 200 || response.status > 599) return false;
    return std::ranges::all_of(response.headers, [](const Header& field) {
        return is_token(field.name) && std::ranges::none_of(field.value, breaks_a_line);
    });
}

std::string_view reason_phrase(int status) noexcept {
    const auto found = std::ranges::lower_bound(reasons, status, {}, [](const auto& reason) { return reason.first; });
    return found != reasons.end() && found->first == status ? found->second : "";
}

void append_response(std::string& out, const Response& response, const Framing& framing) {
    // RFC 9110 sections 8.6, 15.3.5 and 15.4.5: 204 and 304 have no body; 204 no Content-Length either.
    const bool bodiless = response.status == 204 || response.status == 304;
    out.reserve(out.size() + 256 + response.body.size());
    append_status_line(out, response.status);
    for (const Header& field : response.headers) {
        if (!is_owned_by_the_server(field.name)) append_field(out, field.name, field.value);
    }
    if (!bodiless) {
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
    }
    append_field(out, "Date", framing.date);
    append_field(out, "X-Request-Id", framing.request_id);
    if (framing.persistence == Persistence::close) append_field(out, "Connection", "close");
    if (framing.persistence == Persistence::keep_alive_1_0) append_field(out, "Connection", "keep-alive");
    out += "\r\n";
    if (!bodiless && !framing.omit_body) out += response.body;
}

}  // namespace watchword::http
