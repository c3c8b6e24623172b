#include <watchword/jose/ecdsa_form.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <algorithm>

namespace watchword::jose::detail {
namespace {

constexpr std::uint8_t sequence_tag = 0x30;
constexpr std::uint8_t integer_tag = 0x02;
constexpr std::size_t short_form_limit = 0x80;

// DER wants the fewest bytes: no leading zeros, but one where the top bit would read as a sign.
ByteView trimmed(ByteView number) noexcept {
    while (number.size() > 1 && number.front() == 0)
        number = number.subspan(1);
    return number;
}

std::size_t content_size(ByteView number) noexcept {
    return number.size() + (number.front() >= 0x80 ? 1 : 0);
}

std::uint8_t* put_integer(std::uint8_t* out, ByteView number) noexcept {
    *out++ = integer_tag;
    *out++ = static_cast<std::uint8_t>(content_size(number));
    if (number.front() >= 0x80) *out++ = 0;
    return std::copy(number.begin(), number.end(), out);
}

}  // namespace

std::size_t to_der(ByteView jose, DerSignature& out) noexcept {
    const ByteView r = trimmed(jose.first(jose.size() / 2));
    const ByteView s = trimmed(jose.subspan(jose.size() / 2));
    const std::size_t content = 4 + content_size(r) + content_size(s);
    std::uint8_t* at = out.data();
    *at++ = sequence_tag;
    if (content >= short_form_limit) *at++ = 0x81;
    *at++ = static_cast<std::uint8_t>(content);
    at = put_integer(put_integer(at, r), s);
    return static_cast<std::size_t>(at - out.data());
}

Bytes from_der(ByteView der, std::size_t coordinate_size) {
    const std::uint8_t* at = der.data();
    const EcdsaSignature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    require(parsed != nullptr);
    Bytes jose(2 * coordinate_size);
    const int width = static_cast<int>(coordinate_size);
    require(BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), jose.data(), width) == width &&
            BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), jose.data() + coordinate_size, width) == width);
    return jose;
}

}  // namespace watchword::jose::detail
