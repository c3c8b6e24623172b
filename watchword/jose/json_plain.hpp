#pragma once
/// A short way through the JSON that tokens are nearly always made of. Internal to jose.

#include <cstddef>
#include <cstdint>
#include <optional>

namespace watchword::jose::json {

/// Where to read and to write. Behind the text stand 64 bytes of zero. The tape has room for a word for each byte of
/// the text and three more; the strings for 5/3 of its size and 64 bytes.
struct PlainText {
    const char* text;
    std::size_t size;
    std::size_t depth;
    std::uint64_t* tape;
    std::uint8_t* strings;
};

/// Reads an object of strict JSON (RFC 8259) in one pass, if it is plain: ASCII without escapes, whole numbers of at
/// most 18 digits, at most 32 members an object, at most 64 levels. Gives how many bytes of strings it wrote. Never
/// refuses: whatever is not plain, or not JSON, or has repeated names, or is nested deeper than `depth`, is empty, and
/// to be read by others.
std::optional<std::size_t> read_plain_object(const PlainText& plain) noexcept;

}  // namespace watchword::jose::json
