#pragma once
/// A short way through the JSON that tokens are nearly always made of. Internal to jose.

#include <cstddef>
#include <cstdint>

namespace watchword::jose::json {

/// Where to read and to write. Behind the text there are 64 bytes more, the first of which becomes a zero. The tape has
/// room for a word for each byte of the text and three more.
struct PlainText {
    char* text;
    std::size_t size;
    std::size_t depth;
    std::uint64_t* tape;
};

/// Reads an object of strict JSON (RFC 8259) in one pass, if it is plain: at most 8 KiB of ASCII without escapes, with
/// no white space but blanks, whole numbers of at most 18 digits, at most 32 members an object, at most 64 levels. The
/// text itself serves as the strings of the tape. Never refuses: for whatever is not plain, or not JSON, or has
/// repeated names, or is nested deeper than `depth`, it is false, and that is to be read by others.
bool read_plain_object(const PlainText& plain) noexcept;

}  // namespace watchword::jose::json
