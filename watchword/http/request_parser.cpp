#include <watchword/http/request_parser.hpp>
#include <watchword/http/target.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

namespace watchword::http {
namespace {

namespace beast = boost::beast;

std::string_view view(beast::string_view text) noexcept {
    return {text.data(), text.size()};
}

/// Whether a request line ends in a version of HTTP that is not spoken here.
bool names_another_version(std::string_view header) noexcept {
    const std::string_view line = header.substr(0, header.find('\r'));
    const std::string_view version = line.substr(std::min(line.rfind(' ') + 1, line.size()));
    return version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
           is_digit(version[7]) && version != "HTTP/1.1" && version != "HTTP/1.0";
}

}  // namespace

/// Reads one complete header. Beast splits it and checks its characters; what Beast lets pass is refused here.
class RequestParser::Head final : public beast::http::basic_parser<true> {
  public:
    explicit Head(RequestParser& parser) noexcept : parser_(parser) {
        skip(true);
        header_limit(static_cast<std::uint32_t>(parser.limits_.header_bytes + 1));
    }

    void read(std::string_view header) {
        beast::error_code error;
        const std::size_t used = put({header.data(), header.size()}, error);
        if (parser_.state_ == State::refused) return;
        if (error == beast::http::error::bad_version) {
            return names_another_version(header) ? refuse(505, "HTTP version") : refuse(400, "request line");
        }
        if (error || used != header.size() || !is_done()) return refuse(400, "header");
        finish();
    }

  private:
    using Code = beast::error_code;

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                         Code& error) override {
        version_ = version;
        parser_.is_http_1_0_ = version < 11;
        Request& request = parser_.request_;
        request.method = method_of(view(method));
        if (view(method) == "CONNECT") return refuse(501, "CONNECT", error);
        if (target.size() > parser_.limits_.target_bytes) return refuse(414, "target", error);
        auto parsed = http::parse_target(view(target), request.method);
        if (!parsed) return refuse(400, "target", error);
        request.path = std::move(parsed->path);
        request.query = std::move(parsed->query);
        authority_ = std::move(parsed->authority);
    }

    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                       Code& error) override {
        using beast::http::field::content_length, beast::http::field::expect, beast::http::field::host,
            beast::http::field::transfer_encoding;
        if (parser_.request_.headers.size() >= parser_.limits_.fields) return refuse(431, "fields", error);
        parser_.request_.headers.add(std::string(view(name)), std::string(view(value)));
        if (field == host) return on_host(view(value), error);
        if (field == content_length) return on_content_length(view(value), error);
        if (field == transfer_encoding) return on_transfer_encoding(view(value), error);
        if (field == expect) return on_expect(view(value), error);
    }

    void on_host(std::string_view host, Code& error) {
        // RFC 9112 section 3.2: more than one Host, or an invalid one, is 400.
        if (std::exchange(has_host_, true) || !is_host(host)) refuse(400, "Host", error);
    }

    void on_content_length(std::string_view value, Code& error) {
        if (std::exchange(has_length_, true) || has_encoding_) return refuse(400, "Content-Length", error);
        const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), length_);
        // from_chars takes no sign or space for an unsigned number; "5, 5" ends early.
        if (failure != std::errc() || end != value.data() + value.size()) refuse(400, "Content-Length", error);
    }

    void on_transfer_encoding(std::string_view value, Code& error) {
        // RFC 9112 section 6.1: with Content-Length, or in HTTP/1.0, this ought to be handled as an error.
        if (std::exchange(has_encoding_, true) || has_length_ || version_ < 11) {
            return refuse(400, "Transfer-Encoding", error);
        }
        if (equals_ignoring_case(value, "chunked")) return;
        std::string_view rest = value;
        bool misplaced = value.empty();
        while (!rest.empty())
            misplaced |= equals_ignoring_case(take_part(rest, ','), "chunked") && !rest.empty();
        refuse(misplaced ? 400 : 501, "Transfer-Encoding", error);
    }

    void on_expect(std::string_view value, Code& error) {
        // RFC 9110 section 10.1.1: an HTTP/1.0 client cannot mean it.
        if (version_ < 11) return;
        if (!equals_ignoring_case(value, "100-continue")) return refuse(417, "Expect", error);
        parser_.expects_continue_ = true;
    }

    void finish() {
        if (!has_host_ && version_ >= 11) return refuse(400, "Host");
        // RFC 9112 section 3.2.2: the absolute form's authority replaces the Host field.
        if (!authority_.empty()) parser_.request_.headers.set("Host", std::move(authority_));
        if (length_ > parser_.limits_.body_bytes) return refuse(413, "body");
        parser_.keep_alive_ = keep_alive();
        parser_.start_body(has_encoding_, length_);
    }

    void refuse(int status, std::string_view reason) { parser_.refuse(status, reason); }
    void refuse(int status, std::string_view reason, Code& error) {
        parser_.refuse(status, reason);
        error = beast::http::error::bad_value;
    }

    // The body is read by RequestParser; Beast stops after the header.
    void on_response_impl(int, beast::string_view, int, Code&) override {}
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(beast::string_view, Code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, Code&) override { return 0; }
    void on_finish_impl(Code&) override {}

    RequestParser& parser_;
    int version_ = 11;
    bool has_host_ = false;
    bool has_length_ = false;
    bool has_encoding_ = false;
    std::uint64_t length_ = 0;
    std::string authority_;
};

std::size_t RequestParser::feed(std::string_view bytes) {
    std::size_t used = 0;
    if (state_ == State::header) used = feed_header(bytes);
    if (state_ == State::body) used += feed_body(bytes.substr(used));
    return used;
}

std::size_t RequestParser::skip_empty_line(std::string_view bytes) {
    // RFC 9112 section 2.2: ignore an empty line before the request line. One, so that it cannot go on for ever.
    std::size_t skipped = 0;
    while (skipped < bytes.size() && !started_ && !empty_line_seen_) {
        const char wanted = header_.empty() ? '\r' : '\n';
        if (bytes[skipped] != wanted) {
            started_ = true;
            break;
        }
        header_ += bytes[skipped++];
        if (header_.size() < 2) continue;
        header_.clear();
        empty_line_seen_ = true;
    }
    started_ = started_ || skipped < bytes.size();
    return skipped;
}

std::size_t RequestParser::feed_header(std::string_view bytes) {
    const std::size_t skipped = started_ ? 0 : skip_empty_line(bytes);
    bytes.remove_prefix(skipped);
    if (bytes.empty()) return skipped;
    const std::size_t had = header_.size();
    const std::size_t room = limits_.header_bytes + 1 - std::min(had, limits_.header_bytes);
    const std::string_view taken = bytes.substr(0, room);
    if (had > 0) header_.append(taken);
    const std::string_view header = had > 0 ? std::string_view(header_) : taken;

    const auto end = find_header_end(header);
    if (state_ == State::refused) return skipped;
    const std::size_t size = end.value_or(header.size());
    if (size > limits_.header_bytes) {
        line_start_ == 0 ? refuse(414, "request line") : refuse(431, "header");
        return skipped;
    }
    if (end) {
        read_header(header.substr(0, *end));
    } else if (had == 0) {
        header_ = taken;
    }
    return skipped + size - had;
}

std::optional<std::size_t> RequestParser::find_header_end(std::string_view header) {
    for (;;) {
        const std::size_t feed = header.find('\n', line_start_);
        if (feed == std::string_view::npos) return std::nullopt;
        // RFC 9112 section 2.2 lets a recipient take a bare LF as the end of a line; who does not, reads another
        // header.
        if (feed == line_start_ || header[feed - 1] != '\r') {
            refuse(400, "bare LF");
            return std::nullopt;
        }
        if (feed == line_start_ + 1) return feed + 1;
        const char first = header[line_start_];
        // RFC 9112 section 5.2: obs-fold is 400; white space after the request line is section 2.2's.
        if (line_start_ > 0 && (first == ' ' || first == '\t')) {
            refuse(400, "folded line");
            return std::nullopt;
        }
        line_start_ = feed + 1;
    }
}

void RequestParser::read_header(std::string_view header) {
    Head(*this).read(header);
    header_ = {};
}

void RequestParser::start_body(bool chunked, std::size_t length) {
    if (chunked) chunked_.emplace(limits_.body_bytes);
    body_left_ = length;
    state_ = chunked || length > 0 ? State::body : State::complete;
}

std::size_t RequestParser::feed_body(std::string_view bytes) {
    if (bytes.empty()) return 0;
    body_started_ = true;
    if (!chunked_) {
        const std::string_view taken = bytes.substr(0, body_left_);
        request_.body.append(taken);
        body_left_ -= taken.size();
        if (body_left_ == 0) state_ = State::complete;
        return taken.size();
    }
    std::string_view rest = bytes;
    switch (chunked_->read(rest, request_.body)) {
        case ChunkedBody::Progress::more:
            break;
        case ChunkedBody::Progress::complete:
            state_ = State::complete;
            break;
        case ChunkedBody::Progress::malformed:
            refuse(400, "chunk");
            break;
        case ChunkedBody::Progress::too_large:
            refuse(413, "body");
            break;
    }
    return bytes.size() - rest.size();
}

void RequestParser::refuse(int status, std::string_view reason) {
    if (state_ == State::refused) return;
    state_ = State::refused;
    status_ = status;
    reason_ = reason;
    keep_alive_ = false;
}

}  // namespace watchword::http
