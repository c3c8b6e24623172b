#include <watchword/passwords/utf8.hpp>

#include <cstdint>

namespace watchword::passwords {
namespace {

/// How a sequence begins: its length, and the smallest code point that needs that length.
struct Lead {
    std::size_t size;
    char32_t bits;
    char32_t least;
};

std::optional<Lead> read_lead(std::uint8_t byte) noexcept {
    if (byte < 0x80) return Lead{1, byte, 0};
    if ((byte & 0xe0) == 0xc0) return Lead{2, byte & 0x1fU, 0x80};
    if ((byte & 0xf0) == 0xe0) return Lead{3, byte & 0x0fU, 0x800};
    if ((byte & 0xf8) == 0xf0) return Lead{4, byte & 0x07U, 0x10000};
    return std::nullopt;
}

bool is_scalar(char32_t point) noexcept {
    return point < 0xd800 || (point > 0xdfff && point <= 0x10ffff);
}

/// Takes the next code point off `text`; empty if it is broken.
std::optional<char32_t> take_point(std::string_view& text) noexcept {
    const auto lead = read_lead(static_cast<std::uint8_t>(text.front()));
    if (!lead || text.size() < lead->size) return std::nullopt;
    char32_t point = lead->bits;
    for (const char next : text.substr(1, lead->size - 1)) {
        const auto byte = static_cast<std::uint8_t>(next);
        if ((byte & 0xc0) != 0x80) return std::nullopt;
        point = (point << 6) | (byte & 0x3fU);
    }
    text.remove_prefix(lead->size);
    return point >= lead->least && is_scalar(point) ? std::optional(point) : std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        if (!take_point(text)) return false;
    }
    return true;
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    while (!text.empty()) {
        const auto point = take_point(text);
        if (!point) return std::nullopt;
        points.push_back(*point);
    }
    return points;
}

}  // namespace watchword::passwords
