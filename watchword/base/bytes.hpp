#pragma once
/// Bytes and views of bytes; text and bytes meet only through these two casts.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchword {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The same memory, seen as bytes; lives as long as `text`.
inline ByteView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The same memory, seen as text; lives as long as `bytes`. Nothing is decoded.
inline std::string_view as_text(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);

}  // namespace watchword
