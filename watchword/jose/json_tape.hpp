#pragma once
/// The form in which a document rests: simdjson's tape (its doc/tape.md), of which we read these few facts, but for the
/// strings: ours are told apart by the tape alone, so that they may stay where they stood in the text.
/// Internal to jose; json.hpp needs it to be fast.
///
///     word  = type character in the top byte | 56 bits of payload
///     root  = 'r', payload: index behind the last word           (word 0; the value of the document is word 1)
///     { [   = payload: low 32 bits are the index behind the matching } ]
///     "     = payload: low 32 bits are the offset among the strings, the 24 above them the length in bytes
///     l u d = the number is the next word: int64, uint64, double
///     t f n = no payload

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace watchword::jose::json::tape {

inline char type(std::uint64_t word) noexcept {
    return static_cast<char>(word >> 56);
}
inline std::uint64_t payload(std::uint64_t word) noexcept {
    return word & 0x00ff'ffff'ffff'ffffULL;
}

/// The index of the word behind the value at `index`.
inline std::size_t behind(const std::uint64_t* tape, std::size_t index) noexcept {
    switch (type(tape[index])) {
        case '{':
        case '[':
            return static_cast<std::uint32_t>(tape[index]);
        case 'l':
        case 'u':
        case 'd':
            return index + 2;
        default:
            return index + 1;
    }
}

/// The index of the closing word of the object or array at `index`.
inline std::size_t closing(const std::uint64_t* tape, std::size_t index) noexcept {
    return behind(tape, index) - 1;
}

/// Where the strings stand in a block that holds the tape and, behind it, the strings.
inline const std::uint8_t* strings_of(const std::uint64_t* tape) noexcept {
    return reinterpret_cast<const std::uint8_t*>(tape + payload(tape[0]));
}

/// What the length of a string may be at most, and that of a text: there are quotes around a string.
constexpr std::size_t longest_string = 0x00ff'ffff;
constexpr std::size_t longest_text = longest_string + 2;

/// The word of a string that begins `offset` bytes behind the start of the strings.
inline std::uint64_t string_word(std::size_t offset, std::size_t size) noexcept {
    return std::uint64_t{'"'} << 56 | static_cast<std::uint64_t>(size) << 32 | offset;
}
inline std::size_t string_offset(std::uint64_t word) noexcept {
    return static_cast<std::uint32_t>(word);
}
inline std::size_t string_size(std::uint64_t word) noexcept {
    return word >> 32 & longest_string;
}

inline std::string_view text(const std::uint8_t* strings, std::uint64_t word) noexcept {
    return {reinterpret_cast<const char*>(strings) + string_offset(word), string_size(word)};
}

}  // namespace watchword::jose::json::tape
