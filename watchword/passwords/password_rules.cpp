#include <watchword/passwords/common_passwords.hpp>
#include <watchword/passwords/passwords.hpp>
#include <watchword/passwords/predictable.hpp>
#include <watchword/passwords/utf8.hpp>

#include <algorithm>
#include <array>

namespace watchword::passwords {
namespace {

constexpr std::size_t least_characters = 15;
constexpr std::size_t most_bytes = 1024;
/// With every predictable part counted as one, this many characters must remain.
constexpr std::size_t least_unpredictable = 8;
/// Shorter pieces of a name stand in too many honest passwords.
constexpr std::size_t least_name_part = 3;

/// Code points of a password, wiped when they die.
struct Characters {
    std::u32string points;
    ~Characters() { wipe(points.data(), points.size() * sizeof(char32_t)); }
};

char32_t to_lower(char32_t point) noexcept {
    return point >= U'A' && point <= U'Z' ? point + 32 : point;
}

bool is_letter_or_digit(char32_t c) noexcept {
    return c >= 0x80 || (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

std::u32string lower(std::u32string text) {
    std::ranges::transform(text, text.begin(), to_lower);
    return text;
}

/// "alice.smith@example.org" gives itself, alice, smith, example and org.
std::vector<std::u32string> parts_of(std::u32string_view name) {
    std::vector<std::u32string> parts;
    const auto keep = [&](std::u32string_view part) {
        if (part.size() >= least_name_part) parts.emplace_back(part);
    };
    keep(name);
    while (!name.empty()) {
        const auto end = std::find_if_not(name.begin(), name.end(), is_letter_or_digit);
        const auto size = static_cast<std::size_t>(end - name.begin());
        keep(name.substr(0, size));
        name.remove_prefix(std::min(size + 1, name.size()));
    }
    return parts;
}

/// Everything whose use in this password, for this person, is no surprise.
std::vector<std::u32string> expected_words(std::string_view user_name) {
    std::vector<std::u32string> words{U"watchword"};
    for (const std::u32string_view word : common_words())
        words.emplace_back(word);
    const auto name = decode_utf8(user_name);
    if (name) std::ranges::move(parts_of(lower(*name)), std::back_inserter(words));
    return words;
}

bool is_listed(std::u32string_view password) {
    Characters plain;
    plain.points.reserve(password.size());
    std::ranges::copy_if(password, std::back_inserter(plain.points), is_letter_or_digit);
    return std::ranges::find(common_passwords(), plain.points) != common_passwords().end();
}

}  // namespace

Result<void> check_new_password(const SecretBytes& password, std::string_view user_name) {
    const std::string_view text = password.reveal_text();
    if (text.size() > most_bytes) return Error::password_too_long;
    if (text.find('\0') != std::string_view::npos || !is_utf8(text)) return Error::invalid_password;
    Characters characters{*decode_utf8(text)};
    if (characters.points.size() < least_characters) return Error::password_too_short;
    std::ranges::transform(characters.points, characters.points.begin(), to_lower);
    if (is_listed(characters.points)) return Error::password_too_common;
    if (unpredictable_length(characters.points, expected_words(user_name)) < least_unpredictable)
        return Error::password_too_common;
    return {};
}

}  // namespace watchword::passwords
