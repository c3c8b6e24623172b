#include <python/native/json_integers.hpp>
#include <python/native/json_read.hpp>

#include <algorithm>

namespace watchword::python {
namespace {

/// Shorter integers fit into 64 bits.
constexpr std::size_t least_digits = 19;
constexpr std::size_t most_digits = 4300;

constexpr std::string_view number_characters = "+-0123456789.eE";

bool starts_number(char character) noexcept {
    return character == '-' || (character >= '0' && character <= '9');
}

std::string_view without_sign(std::string_view number) noexcept {
    return number.starts_with('-') ? number.substr(1) : number;
}

/// An integer of RFC 8259 section 6 (no leading zero), long enough to matter.
bool is_large_integer(std::string_view number) noexcept {
    const std::string_view digits = without_sign(number);
    return digits.size() >= least_digits && digits.front() != '0' &&
           digits.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Behind the string that begins at `at`; the end of the text if it has no end.
std::size_t behind_string(std::string_view text, std::size_t at) noexcept {
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

Owned integer(std::string_view digits) {
    return checked(PyLong_FromString(std::string(digits).c_str(), nullptr, 10));
}

}  // namespace

LargeIntegers::LargeIntegers(std::string_view text) : text_(text) {
    std::size_t numbers = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            at = behind_string(text, at);
        } else if (starts_number(text[at])) {
            const std::size_t end = std::min(text.find_first_not_of(number_characters, at), text.size());
            const std::string_view number = text.substr(at, end - at);
            if (is_large_integer(number)) found_.push_back({number, numbers});
            ++numbers;
            at = end;
        } else {
            ++at;
        }
    }
}

bool LargeIntegers::too_long() const noexcept {
    return std::ranges::any_of(found_, [](const Integer& i) { return without_sign(i.digits).size() > most_digits; });
}

std::string LargeIntegers::text_without() const {
    std::string text(text_);
    for (const Integer& integer : found_) {
        const auto start = static_cast<std::size_t>(integer.digits.data() - text_.data());
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(start), integer.digits.size(), ' ');
        text[start] = '0';
    }
    return text;
}

Owned LargeIntegers::to_python(const KnownNames& names, jose::json::Value root) const {
    std::size_t numbers = 0;
    auto next = found_.begin();
    return value_to_python(names, root, [&](jose::json::Value value) {
        if (!value.number()) return scalar_to_python(value);
        if (next == found_.end() || next->number != numbers++) return scalar_to_python(value);
        return integer((next++)->digits);
    });
}

}  // namespace watchword::python
