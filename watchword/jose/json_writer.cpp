#include <watchword/jose/json.hpp>
#include <watchword/jose/json_tape.hpp>

#include <array>
#include <bit>
#include <charconv>

namespace watchword::jose::json {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

void append_control(std::string& out, char character) {
    switch (character) {
        case '\b':
            out += "\\b";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\r':
            out += "\\r";
            return;
        default:
            break;
    }
    out += "\\u00";
    out += hex[static_cast<unsigned char>(character) >> 4];
    out += hex[static_cast<unsigned char>(character) & 15];
}

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

// A fraction stays one, also when its value is whole: 1.0, not 1.
void append_fraction(std::string& out, double number) {
    const std::size_t start = out.size();
    append_number(out, number);
    if (out.find_first_of(".e", start) == std::string::npos) out += ".0";
}

/// Writes the words from `at` on; knows of no Value, so that members are not searched for.
class Writer {
  public:
    Writer(std::string& out, const std::uint64_t* words) noexcept
        : out_(out), words_(words), strings_(reinterpret_cast<const std::uint8_t*>(words + tape::payload(words[0]))) {}

    void value(std::size_t at) {
        const std::uint64_t word = words_[at];
        switch (tape::type(word)) {
            case '{':
                return object(at);
            case '[':
                return array(at);
            case '"':
                return append_quoted(out_, tape::text(strings_, word));
            case 'l':
                return append_number(out_, static_cast<std::int64_t>(words_[at + 1]));
            case 'u':
                return append_number(out_, words_[at + 1]);
            case 'd':
                return append_fraction(out_, std::bit_cast<double>(words_[at + 1]));
            case 't':
                out_ += "true";
                return;
            case 'f':
                out_ += "false";
                return;
            default:
                out_ += "null";
                return;
        }
    }

  private:
    void object(std::size_t start) {
        out_ += '{';
        const std::size_t end = tape::closing(words_, start);
        for (std::size_t at = start + 1; at < end; at = tape::behind(words_, at + 1)) {
            if (at != start + 1) out_ += ',';
            append_quoted(out_, tape::text(strings_, words_[at]));
            out_ += ':';
            value(at + 1);
        }
        out_ += '}';
    }

    void array(std::size_t start) {
        out_ += '[';
        const std::size_t end = tape::closing(words_, start);
        for (std::size_t at = start + 1; at < end; at = tape::behind(words_, at)) {
            if (at != start + 1) out_ += ',';
            value(at);
        }
        out_ += ']';
    }

    std::string& out_;
    const std::uint64_t* words_;
    const std::uint8_t* strings_;
};

/// Looks at every character without a branch, so that the compiler takes many at a time.
bool needs_no_escape(std::string_view text) noexcept {
    bool found = false;
    for (const char character : text)
        found |= character == '"' || character == '\\' || static_cast<unsigned char>(character) < 0x20;
    return !found;
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char character : text) {
        if (character == '"' || character == '\\') {
            out += '\\';
            out += character;
        } else if (static_cast<unsigned char>(character) < 0x20) {
            append_control(out, character);
        } else {
            out += character;
        }
    }
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    if (needs_no_escape(text))
        out += text;
    else
        append_escaped(out, text);
    out += '"';
}

std::string Value::to_json() const {
    std::string out;
    Writer(out, tape_).value(index_);
    return out;
}

}  // namespace watchword::jose::json
