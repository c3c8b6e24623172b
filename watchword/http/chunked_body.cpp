#include <watchword/http/chunked_body.hpp>

#include <algorithm>

namespace watchword::http {
namespace {

int hex_value(char character) noexcept {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

/// VCHAR, SP, HTAB or obs-text: what a line may hold. A bare CR or LF is where parsers come to differ.
bool is_text(char character) noexcept {
    return (static_cast<unsigned char>(character) >= ' ' && character != '\x7f') || character == '\t';
}

}  // namespace

ChunkedBody::Progress ChunkedBody::read(std::string_view& input, std::string& body) {
    while (!input.empty()) {
        if (expect_ == Expect::data) {
            take_data(input, body);
            continue;
        }
        const char character = input.front();
        input.remove_prefix(1);
        const Progress progress = step(character);
        if (progress != Progress::more) return progress;
    }
    return Progress::more;
}

void ChunkedBody::take_data(std::string_view& input, std::string& body) {
    const std::size_t size = std::min(chunk_left_, input.size());
    body.append(input.substr(0, size));
    input.remove_prefix(size);
    chunk_left_ -= size;
    if (chunk_left_ == 0) expect_ = Expect::data_cr;
}

ChunkedBody::Progress ChunkedBody::step(char character) {
    switch (expect_) {
        case Expect::size:
            return read_size(character);
        case Expect::extension:
            return read_extension(character);
        case Expect::size_lf:
            return character == '\n' ? start_data() : Progress::malformed;
        case Expect::data_cr:
            return expect(character, '\r', Expect::data_lf);
        case Expect::data_lf:
            return expect(character, '\n', Expect::size);
        case Expect::trailer:
            return read_trailer(character);
        case Expect::trailer_lf:
            return expect(character, '\n', Expect::trailer);
        case Expect::end_lf:
            return character == '\n' ? Progress::complete : Progress::malformed;
        case Expect::data:
            break;
    }
    return Progress::malformed;
}

ChunkedBody::Progress ChunkedBody::expect(char character, char wanted, Expect next) noexcept {
    if (character != wanted) return Progress::malformed;
    expect_ = next;
    return Progress::more;
}

ChunkedBody::Progress ChunkedBody::read_size(char character) noexcept {
    const int digit = hex_value(character);
    if (digit < 0) return has_digit_ ? read_extension(character) : Progress::malformed;
    if (++line_bytes_ > max_line_bytes) return Progress::malformed;
    has_digit_ = true;
    chunk_left_ = chunk_left_ * 16 + static_cast<std::size_t>(digit);
    // Checked at every digit, so that the sum cannot wrap.
    return chunk_left_ > max_bytes_ - total_ ? Progress::too_large : Progress::more;
}

ChunkedBody::Progress ChunkedBody::read_extension(char character) noexcept {
    if (character == '\r') {
        expect_ = Expect::size_lf;
        return Progress::more;
    }
    if (++line_bytes_ > max_line_bytes || !is_text(character)) return Progress::malformed;
    expect_ = Expect::extension;
    // chunk-ext begins with ";"; white space before it is "bad" but to be read (section 7.1.1).
    if (!extension_begun_ && character != ';' && character != ' ' && character != '\t') return Progress::malformed;
    extension_begun_ = extension_begun_ || character == ';';
    return Progress::more;
}

ChunkedBody::Progress ChunkedBody::start_data() noexcept {
    total_ += chunk_left_;
    line_bytes_ = 0;
    has_digit_ = false;
    extension_begun_ = false;
    expect_ = chunk_left_ == 0 ? Expect::trailer : Expect::data;
    return Progress::more;
}

ChunkedBody::Progress ChunkedBody::read_trailer(char character) noexcept {
    if (++trailer_bytes_ > max_trailer_bytes) return Progress::malformed;
    if (character == '\r') {
        expect_ = line_is_empty_ ? Expect::end_lf : Expect::trailer_lf;
        line_is_empty_ = true;
        return Progress::more;
    }
    if (!is_text(character)) return Progress::malformed;
    line_is_empty_ = false;
    return Progress::more;
}

}  // namespace watchword::http
