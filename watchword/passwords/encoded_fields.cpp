#include <watchword/passwords/encoded_fields.hpp>

#include <algorithm>
#include <charconv>

#include <sodium.h>

namespace watchword::passwords {
namespace {

int variant_of(Base64 variant) noexcept {
    return variant == Base64::padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
}

bool is_lower_hex(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

bool take(std::string_view& rest, std::string_view expected) noexcept {
    if (!rest.starts_with(expected)) return false;
    rest.remove_prefix(expected.size());
    return true;
}

bool take_number(std::string_view& rest, std::uint32_t& number) noexcept {
    if (rest.empty() || rest.front() < '1' || rest.front() > '9') return false;
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return failure == std::errc{};
}

std::optional<std::string_view> take_part(std::string_view& rest, char separator) noexcept {
    const std::size_t end = rest.find(separator);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return part;
}

std::optional<Bytes> take_text_salt(std::string_view& rest) {
    const auto salt = take_part(rest, '$');
    if (!salt || salt->empty() || salt->size() > max_salt_size) return std::nullopt;
    return Bytes(salt->begin(), salt->end());
}

std::optional<Bytes> decode_base64(Base64 variant, std::string_view text, std::size_t max_size) {
    std::string standard(text);
    if (variant == Base64::adapted) {
        if (text.find('+') != std::string_view::npos) return std::nullopt;
        std::ranges::replace(standard, '.', '+');
    }
    Bytes bytes(max_size);
    std::size_t size = 0;
    if (sodium_base642bin(bytes.data(), bytes.size(), standard.data(), standard.size(), nullptr, &size, nullptr,
                          variant_of(variant)) != 0)
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::string encode_base64(Base64 variant, ByteView bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant_of(variant)), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant_of(variant));
    text.pop_back();  // libsodium writes a NUL
    if (variant == Base64::adapted) std::ranges::replace(text, '+', '.');
    return text;
}

std::optional<Bytes> decode_hex(std::string_view text) {
    if (!std::ranges::all_of(text, is_lower_hex)) return std::nullopt;
    Bytes bytes(max_key_size);
    std::size_t size = 0;
    if (sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0)
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

}  // namespace watchword::passwords
