#pragma once
/// Comparing and cutting ASCII text the way HTTP does (RFC 9110 section 5.6), independent of any locale.

#include <algorithm>
#include <string_view>

namespace watchword::http {

constexpr char to_lower(char character) noexcept {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

constexpr bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

constexpr bool is_alphanumeric(char character) noexcept {
    return is_digit(character) || (to_lower(character) >= 'a' && to_lower(character) <= 'z');
}

/// tchar of RFC 9110 section 5.6.2.
constexpr bool is_token_character(char character) noexcept {
    return is_alphanumeric(character) || std::string_view("!#$%&'*+-.^_`|~").find(character) != std::string_view::npos;
}

constexpr bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && std::ranges::equal(a, b, {}, to_lower, to_lower);
}

/// Without surrounding spaces and tabs (OWS).
constexpr std::string_view trim(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes the part before the next `separator` off `rest`, trimmed.
constexpr std::string_view take_part(std::string_view& rest, char separator) noexcept {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return trim(part);
}

}  // namespace watchword::http
