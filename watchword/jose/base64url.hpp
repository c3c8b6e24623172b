#pragma once
/// base64url without padding (RFC 4648 section 5, RFC 7515 section 2), strict: no padding, no white space, no other
/// alphabet, and the unused bits of the last character must be zero, so that every text has exactly one spelling.

#include <watchword/base/bytes.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchword::jose {

/// Three bytes to four characters, the rest to two or three.
std::string encode_base64url(ByteView bytes);
/// Characters that `size` bytes encode to.
constexpr std::size_t encoded_size(std::size_t size) noexcept {
    return size / 3 * 4 + (size % 3 * 4 + 2) / 3;
}
/// Appends the encoded `bytes`, which must not lie in `out`.
void append_base64url(std::string& out, ByteView bytes);
/// Empty optional for anything that is not canonical base64url.
std::optional<Bytes> decode_base64url(std::string_view text);
/// Bytes that `size` characters decode to.
constexpr std::size_t decoded_size(std::size_t size) noexcept {
    return size / 4 * 3 + size % 4 * 3 / 4;
}
/// Decodes into `out`, which has room for decoded_size(text.size()). False for anything that is not canonical.
bool decode_base64url(std::string_view text, std::uint8_t* out) noexcept;

}  // namespace watchword::jose
