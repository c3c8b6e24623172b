// base64url with AVX2, 32 characters at a time, after W. Mula and D. Lemire, "Faster Base64 Encoding and Decoding using
// AVX2 Instructions" (2018), for the URL alphabet. What is left over goes to the table.

#include <watchword/jose/base64url_blocks.hpp>

#if defined(__x86_64__)

#include <immintrin.h>

#define WATCHWORD_TARGET __attribute__((target("avx2")))

namespace watchword::jose::base64url {
namespace {

bool available() noexcept {
    return __builtin_cpu_supports("avx2");
}

/// Bytes of `text` from `low` to `high`; all of it ASCII, so signed comparisons do.
WATCHWORD_TARGET inline __m256i between(__m256i text, char low, char high) noexcept {
    const __m256i above = _mm256_cmpgt_epi8(text, _mm256_set1_epi8(static_cast<char>(low - 1)));
    const __m256i below = _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(high + 1)), text);
    return _mm256_and_si256(above, below);
}

WATCHWORD_TARGET inline __m256i where(__m256i mask, int value) noexcept {
    return _mm256_and_si256(mask, _mm256_set1_epi8(static_cast<char>(value)));
}

/// The six bits of each character; `valid` loses its bits where a character is not in the alphabet.
WATCHWORD_TARGET inline __m256i sixes_of(__m256i text, __m256i& valid) noexcept {
    const __m256i upper = between(text, 'A', 'Z');
    const __m256i lower = between(text, 'a', 'z');
    const __m256i digit = between(text, '0', '9');
    const __m256i hyphen = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('-'));
    const __m256i underscore = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('_'));
    const __m256i letters = _mm256_or_si256(upper, lower);
    const __m256i others = _mm256_or_si256(digit, _mm256_or_si256(hyphen, underscore));
    valid = _mm256_and_si256(valid, _mm256_or_si256(letters, others));
    const __m256i shift_of_letters = _mm256_or_si256(where(upper, -'A'), where(lower, 26 - 'a'));
    const __m256i shift_of_others =
        _mm256_or_si256(where(digit, 52 - '0'), _mm256_or_si256(where(hyphen, 62 - '-'), where(underscore, 63 - '_')));
    return _mm256_add_epi8(text, _mm256_or_si256(shift_of_letters, shift_of_others));
}

/// 32 times six bits become 24 bytes; the eight behind them are zero.
WATCHWORD_TARGET inline __m256i pack(__m256i sixes) noexcept {
    const __m256i twelves = _mm256_maddubs_epi16(sixes, _mm256_set1_epi32(0x01400140));
    const __m256i words = _mm256_madd_epi16(twelves, _mm256_set1_epi32(0x00011000));
    const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,  //
                                           2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    return _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(words, order), _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
}

WATCHWORD_TARGET bool decode(const char* text, std::size_t size, std::uint8_t* out) noexcept {
    __m256i valid = _mm256_set1_epi8(-1);
    // A store writes 32 bytes of which 24 count: there must be 44 characters, so that none lies behind the result.
    for (; size >= 44; size -= 32, text += 32, out += 24) {
        const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), pack(sixes_of(block, valid)));
    }
    if (_mm256_movemask_epi8(valid) != -1) return false;
    return table.decode(text, size, out);
}

/// 24 bytes, twelve in each half, become 32 times six bits.
WATCHWORD_TARGET inline __m256i unpack(__m256i bytes) noexcept {
    const __m256i order = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,  //
                                           1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    const __m256i spread = _mm256_shuffle_epi8(bytes, order);
    const __m256i even = _mm256_and_si256(spread, _mm256_set1_epi32(0x0fc0fc00));
    const __m256i odd = _mm256_and_si256(spread, _mm256_set1_epi32(0x003f03f0));
    return _mm256_or_si256(_mm256_mulhi_epu16(even, _mm256_set1_epi32(0x04000040)),
                           _mm256_mullo_epi16(odd, _mm256_set1_epi32(0x01000010)));
}

/// Adds to each value what leads to its character: 'A' below 26, 'a' - 26 below 52, and so on.
WATCHWORD_TARGET inline __m256i characters_of(__m256i sixes) noexcept {
    const __m256i over_upper = _mm256_cmpgt_epi8(sixes, _mm256_set1_epi8(25));
    const __m256i over_lower = _mm256_cmpgt_epi8(sixes, _mm256_set1_epi8(51));
    const __m256i over_digit = _mm256_cmpgt_epi8(sixes, _mm256_set1_epi8(61));
    const __m256i over_hyphen = _mm256_cmpgt_epi8(sixes, _mm256_set1_epi8(62));
    __m256i shift = _mm256_set1_epi8('A');
    shift = _mm256_add_epi8(shift, where(over_upper, ('a' - 26) - 'A'));
    shift = _mm256_add_epi8(shift, where(over_lower, ('0' - 52) - ('a' - 26)));
    shift = _mm256_add_epi8(shift, where(over_digit, ('-' - 62) - ('0' - 52)));
    shift = _mm256_add_epi8(shift, where(over_hyphen, ('_' - 63) - ('-' - 62)));
    return _mm256_add_epi8(sixes, shift);
}

WATCHWORD_TARGET void encode(const std::uint8_t* bytes, std::size_t size, char* out) noexcept {
    // The second half is read from byte 12 on, 16 bytes of which 12 count.
    for (; size >= 28; size -= 24, bytes += 24, out += 32) {
        const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
        const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 12));
        const __m256i block = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), characters_of(unpack(block)));
    }
    table.encode(bytes, size, out);
}

}  // namespace

const Codec avx2{"AVX2", available, encode, decode};

}  // namespace watchword::jose::base64url

#endif
