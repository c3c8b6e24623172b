#pragma once
/// The form in which a document rests: simdjson's tape (its doc/tape.md), of which we read these few facts.
/// Internal to jose; json.hpp needs it to be fast.
///
///     word  = type character in the top byte | 56 bits of payload
///     root  = 'r', payload: index behind the last word           (word 0; the value of the document is word 1)
///     { [   = payload: low 32 bits are the index behind the matching } ]
///     "     = payload: offset among the strings, where 4 bytes of length and the bytes stand
///     l u d = the number is the next word: int64, uint64, double
///     t f n = no payload

#include <cstddef>
#include <cstdint>
#include <cstring>
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

inline std::string_view text(const std::uint8_t* strings, std::uint64_t word) noexcept {
    const std::uint8_t* const at = strings + payload(word);
    std::uint32_t size = 0;
    std::memcpy(&size, at, sizeof size);
    return {reinterpret_cast<const char*>(at + sizeof size), size};
}

}  // namespace watchword::jose::json::tape
