// base64url with AVX-512 VBMI, 64 characters at a time, after W. Mula and D. Lemire, "Base64 encoding and decoding at
// almost the speed of a memory copy" (2019). Masked loads and stores take the last block like any other.

#include <watchword/jose/base64url_blocks.hpp>

#if defined(__x86_64__)

#include <array>
#include <string_view>

#include <immintrin.h>

#define WATCHWORD_TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi")))

namespace watchword::jose::base64url {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
using Block = std::array<std::uint8_t, 64>;

/// The six bits of every ASCII character; the top bit marks what is not in the alphabet.
constexpr std::array<std::uint8_t, 128> values_of_alphabet() {
    std::array<std::uint8_t, 128> values{};
    values.fill(0x80);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}

/// For each group of four characters, the three bytes that count, most significant first.
constexpr Block pack_order() {
    Block order{};
    for (std::size_t i = 0; i < 48; ++i)
        order[i] = static_cast<std::uint8_t>(i / 3 * 4 + 2 - i % 3);
    return order;
}

/// For each group of three bytes b0 b1 b2, the order b1 b0 b2 b1 that lets one shift reach each six bits.
constexpr Block spread_order() {
    Block order{};
    for (std::size_t i = 0; i < 16; ++i) {
        order[4 * i] = static_cast<std::uint8_t>(3 * i + 1);
        order[4 * i + 1] = static_cast<std::uint8_t>(3 * i);
        order[4 * i + 2] = static_cast<std::uint8_t>(3 * i + 2);
        order[4 * i + 3] = static_cast<std::uint8_t>(3 * i + 1);
    }
    return order;
}

alignas(64) constexpr std::array<std::uint8_t, 128> values = values_of_alphabet();
alignas(64) constexpr Block packed = pack_order();
alignas(64) constexpr Block spread = spread_order();

constexpr std::uint64_t first(std::size_t count) noexcept {
    return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

bool available() noexcept {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi");
}

WATCHWORD_TARGET inline __m512i load(const std::uint8_t* block) noexcept {
    return _mm512_load_si512(block);
}

// Where a plain intrinsic would do, g++ 12 takes its undefined first operand for a use of uninitialised memory; the
// zero-masking ones with a full mask compile to the same instruction.

/// Four times six bits become 24 in each word; bytes that follow in the result are zero.
WATCHWORD_TARGET inline __m512i pack(__m512i sixes) noexcept {
    const __m512i twelves = _mm512_maddubs_epi16(sixes, _mm512_set1_epi32(0x01400140));
    const __m512i words = _mm512_madd_epi16(twelves, _mm512_set1_epi32(0x00011000));
    return _mm512_maskz_permutexvar_epi8(first(48), load(packed.data()), words);
}

WATCHWORD_TARGET bool decode(const char* text, std::size_t size, std::uint8_t* out) noexcept {
    if (size % 4 == 1) return false;
    const __m512i low = load(values.data());
    const __m512i high = load(values.data() + 64);
    __m512i seen = _mm512_setzero_si512();
    for (; size >= 64; size -= 64, text += 64, out += 48) {
        const __m512i block = _mm512_loadu_si512(text);
        const __m512i sixes = _mm512_permutex2var_epi8(low, block, high);
        seen = _mm512_or_si512(seen, _mm512_or_si512(block, sixes));
        _mm512_mask_storeu_epi8(out, first(48), pack(sixes));
    }
    // What is not there reads as 'A', which stands for six zero bits.
    const __m512i block = _mm512_mask_loadu_epi8(_mm512_set1_epi8('A'), first(size), text);
    const __m512i sixes = _mm512_permutex2var_epi8(low, block, high);
    seen = _mm512_or_si512(seen, _mm512_or_si512(block, sixes));
    const __m512i bytes = pack(sixes);
    const std::size_t count = size * 3 / 4;
    _mm512_mask_storeu_epi8(out, first(count), bytes);
    // RFC 4648 section 3.5: the bits that encode nothing, all that lies behind the bytes, must be zero.
    const bool rest_is_zero = (_mm512_test_epi8_mask(bytes, bytes) & ~first(count)) == 0;
    return rest_is_zero && _mm512_movepi8_mask(seen) == 0;
}

WATCHWORD_TARGET inline __m512i unpack(__m512i bytes) noexcept {
    const __m512i spread_out = _mm512_maskz_permutexvar_epi8(first(64), load(spread.data()), bytes);
    // Where each six bits begin, counted from the low end of each half of 64 bits: b1 b0 b2 b1, twice.
    const __m512i shifts = _mm512_set1_epi64(0x3036242a1016040a);
    const __m512i sixes = _mm512_maskz_multishift_epi64_epi8(first(64), shifts, spread_out);
    const __m512i letters = _mm512_loadu_si512(alphabet.data());
    return _mm512_maskz_permutexvar_epi8(first(64), sixes, letters);
}

WATCHWORD_TARGET void encode(const std::uint8_t* bytes, std::size_t size, char* out) noexcept {
    for (; size >= 48; size -= 48, bytes += 48, out += 64)
        _mm512_storeu_si512(out, unpack(_mm512_maskz_loadu_epi8(first(48), bytes)));
    const __m512i block = unpack(_mm512_maskz_loadu_epi8(first(size), bytes));
    _mm512_mask_storeu_epi8(out, first((size * 4 + 2) / 3), block);
}

}  // namespace

const Codec avx512{"AVX-512 VBMI", available, encode, decode};

}  // namespace watchword::jose::base64url

#endif
