#include <watchword/http/form.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>

namespace watchword::http {
namespace {

enum class Plus : std::uint8_t { is_plus, is_space };

int hex_digit(char character) noexcept {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

/// The byte that `%XX` at `position` stands for, or -1.
int escaped_byte(std::string_view text, std::size_t position) noexcept {
    if (position + 2 >= text.size()) return -1;
    const int high = hex_digit(text[position + 1]);
    const int low = hex_digit(text[position + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

Result<std::string> decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t position = 0; position < text.size(); ++position) {
        char character = text[position];
        if (character == '+' && plus == Plus::is_space) character = ' ';
        if (character == '%') {
            const int byte = escaped_byte(text, position);
            if (byte < 0) return Error(Error::invalid_form, "broken percent sequence");
            character = static_cast<char>(byte);
            position += 2;
        }
        if (character == '\0') return Error(Error::invalid_form, "NUL");
        decoded += character;
    }
    return decoded;
}

Result<Form::Pair> decode_pair(std::string_view part) {
    const std::size_t equals = part.find('=');
    auto name = decode(part.substr(0, equals), Plus::is_space);
    if (!name) return name.error();
    auto value =
        decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1), Plus::is_space);
    if (!value) return value.error();
    return Form::Pair(std::move(*name), std::move(*value));
}

bool is_unreserved(char character) noexcept {
    return is_alphanumeric(character) || character == '-' || character == '.' || character == '_' || character == '~';
}

}  // namespace

const std::string* Form::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(pairs_, name, &Pair::first);
    return found == pairs_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Form::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const Pair& pair : pairs_) {
        if (pair.first == name) values.push_back(pair.second);
    }
    return values;
}

std::size_t Form::count(std::string_view name) const noexcept {
    return static_cast<std::size_t>(std::ranges::count(pairs_, name, &Pair::first));
}

Result<Form> parse_form(std::string_view text) {
    Form form;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (part.empty()) continue;
        if (form.size() == max_form_pairs) return Error(Error::invalid_form, "too many pairs");
        auto pair = decode_pair(part);
        if (!pair) return pair.error();
        form.add(std::move(pair->first), std::move(pair->second));
    }
    return form;
}

Result<std::string> percent_decode(std::string_view text) {
    return decode(text, Plus::is_plus);
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char character : text) {
        if (is_unreserved(character)) {
            encoded += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

bool is_form_content_type(std::string_view content_type) noexcept {
    return equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))),
                                "application/x-www-form-urlencoded");
}

}  // namespace watchword::http
