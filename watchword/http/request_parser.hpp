#pragma once
/// Bytes in, a request or a refusal out (RFC 9112). Knows no socket. Strict wherever two parsers could disagree about
/// where a request ends: such a request is refused and its connection closed.

#include <watchword/http/chunked_body.hpp>
#include <watchword/http/message.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::http {

struct ParserLimits {
    std::size_t header_bytes = 16 * 1024;  ///< request line and all fields, to the empty line
    std::size_t body_bytes = 256 * 1024;
    std::size_t target_bytes = 8 * 1024;
    std::size_t fields = 100;
};

/// One request. Not thread-safe.
class RequestParser {
  public:
    enum class State : std::uint8_t {
        header,    ///< nothing or a part of the header has come
        body,      ///< the header is complete
        complete,  ///< `request()` is whole
        refused,   ///< answer with `status()` and close
    };

    explicit RequestParser(const ParserLimits& limits) noexcept : limits_(limits) {}

    /// Takes bytes and returns how many it used; the rest belongs to the next request. After `complete` or `refused` it
    /// takes none.
    std::size_t feed(std::string_view bytes);

    State state() const noexcept { return state_; }
    /// Whether any byte of the request (an empty line before it does not count) has come.
    bool started() const noexcept { return started_; }
    /// Why the request is refused: 400, 413, 414, 417, 431, 501 or 505.
    int status() const noexcept { return status_; }
    /// For the log: what was wrong, without any of the peer's bytes.
    std::string_view reason() const noexcept { return reason_; }
    /// Whether the client waits for "100 Continue" before it sends the body (RFC 9110 section 10.1.1).
    bool expects_continue() const noexcept { return expects_continue_ && state_ == State::body && !body_started_; }
    /// Whether the connection may carry another request (RFC 9112 section 9.3).
    bool keep_alive() const noexcept { return keep_alive_; }
    /// HTTP/1.0 needs to be told that the connection stays open.
    bool is_http_1_0() const noexcept { return is_http_1_0_; }
    /// Method, path, query, headers and body; the rest is left to the connection. Whole only when `complete`.
    Request& request() noexcept { return request_; }
    const Request& request() const noexcept { return request_; }

  private:
    class Head;  // the reader over Beast's parser

    std::size_t feed_header(std::string_view bytes);
    std::size_t feed_body(std::string_view bytes);
    std::size_t skip_empty_line(std::string_view bytes);
    std::optional<std::size_t> find_header_end(std::string_view header);
    void read_header(std::string_view header);
    void refuse(int status, std::string_view reason);
    void start_body(bool chunked, std::size_t length);

    ParserLimits limits_;
    State state_ = State::header;
    bool started_ = false;
    bool empty_line_seen_ = false;
    bool expects_continue_ = false;
    bool body_started_ = false;
    bool keep_alive_ = false;
    bool is_http_1_0_ = false;
    int status_ = 400;
    std::string_view reason_;
    std::string header_;          // only a header that comes in pieces is copied
    std::size_t line_start_ = 0;  // of the first line that has not been checked yet
    std::size_t body_left_ = 0;
    std::optional<ChunkedBody> chunked_;
    Request request_;
};

}  // namespace watchword::http
