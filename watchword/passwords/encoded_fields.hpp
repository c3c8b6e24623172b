#pragma once
/// Reading the parts of stored strings, strictly: one spelling each, and nothing grows beyond its cap. What has been
/// read is taken off the view; after a failure nobody looks at the rest.

#include <watchword/base/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::passwords {

/// What salts and keys of any format may measure, in bytes.
inline constexpr std::size_t max_salt_size = 128;
inline constexpr std::size_t max_key_size = 128;

bool take(std::string_view& rest, std::string_view expected) noexcept;
/// A decimal number without sign and leading zero; zero itself is no valid parameter.
bool take_number(std::string_view& rest, std::uint32_t& number) noexcept;
/// Takes the part before the next separator, and that; empty if there is no separator.
std::optional<std::string_view> take_part(std::string_view& rest, char separator) noexcept;
/// A salt that is used as the text it is: 1 to `max_salt_size` bytes without `$`, which ends it.
std::optional<Bytes> take_text_salt(std::string_view& rest);

/// What `take` reads of the text if it reads all of it, else empty.
template <class Take>
auto read_whole(std::string_view text, Take take) {
    auto read = take(text);
    if (!text.empty()) read.reset();
    return read;
}

/// RFC 4648 section 4 without padding, with it, and without it but `.` for `+`.
enum class Base64 : std::uint8_t { unpadded, padded, adapted };
/// Empty for anything but the one spelling of at most `max_size` bytes.
std::optional<Bytes> decode_base64(Base64 variant, std::string_view text, std::size_t max_size);
std::string encode_base64(Base64 variant, ByteView bytes);
/// Lower case only, at most `max_key_size` bytes.
std::optional<Bytes> decode_hex(std::string_view text);

}  // namespace watchword::passwords
