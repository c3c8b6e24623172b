#include <watchword/jose/base64url_blocks.hpp>

#include <array>
#include <string_view>

namespace watchword::jose::base64url {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint32_t invalid = 0x80000000;

using Table = std::array<std::uint32_t, 256>;

// A character's six bits, already where they belong in a group of four; `invalid` survives being or-ed together.
constexpr Table shifted_by(unsigned bits) {
    Table shifted{};
    shifted.fill(invalid);
    for (std::uint32_t i = 0; i < alphabet.size(); ++i)
        shifted[static_cast<std::uint8_t>(alphabet[i])] = i << bits;
    return shifted;
}

constexpr std::array<Table, 4> tables{shifted_by(18), shifted_by(12), shifted_by(6), shifted_by(0)};

template <std::size_t Count>
std::uint32_t bits_of(const char* text) noexcept {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < Count; ++i)
        bits |= tables[i][static_cast<std::uint8_t>(text[i])];
    return bits;
}

char* put_group(char* out, std::uint32_t bits, std::size_t characters) noexcept {
    for (std::size_t i = 0; i < characters; ++i)
        *out++ = alphabet[bits >> (18 - 6 * i) & 63];
    return out;
}

// RFC 4648 section 3.5: bits that encode nothing must be zero, or one value would have several texts.
bool decode_tail(const char* tail, std::size_t size, std::uint8_t* out) noexcept {
    if (size == 0) return true;
    if (size == 1) return false;
    const bool two_bytes = size == 3;
    const std::uint32_t bits = two_bytes ? bits_of<3>(tail) : bits_of<2>(tail);
    if ((bits & (two_bytes ? invalid | 0xff : invalid | 0xffff)) != 0) return false;
    out[0] = static_cast<std::uint8_t>(bits >> 16);
    if (two_bytes) out[1] = static_cast<std::uint8_t>(bits >> 8);
    return true;
}

bool always() noexcept {
    return true;
}

void encode(const std::uint8_t* in, std::size_t left, char* out) noexcept {
    for (; left >= 3; left -= 3, in += 3)
        out = put_group(out, std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8 | in[2], 4);
    if (left == 2) put_group(out, std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8, 3);
    if (left == 1) put_group(out, std::uint32_t{in[0]} << 16, 2);
}

bool decode(const char* in, std::size_t size, std::uint8_t* out) noexcept {
    std::uint32_t seen = 0;
    for (std::size_t groups = size / 4; groups > 0; --groups, in += 4, out += 3) {
        const std::uint32_t bits = bits_of<4>(in);
        seen |= bits;
        out[0] = static_cast<std::uint8_t>(bits >> 16);
        out[1] = static_cast<std::uint8_t>(bits >> 8);
        out[2] = static_cast<std::uint8_t>(bits);
    }
    if ((seen & invalid) != 0) return false;
    return decode_tail(in, size % 4, out);
}

}  // namespace

const Codec table{"table", always, encode, decode};

}  // namespace watchword::jose::base64url
