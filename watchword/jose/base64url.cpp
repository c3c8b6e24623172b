#include <watchword/jose/base64url.hpp>
#include <watchword/jose/base64url_blocks.hpp>

namespace watchword::jose {

const base64url::Codec& base64url::best() noexcept {
#if defined(__x86_64__)
    if (avx512.available()) return avx512;
    if (avx2.available()) return avx2;
#endif
    return table;
}

std::string encode_base64url(ByteView bytes) {
    std::string text;
    append_base64url(text, bytes);
    return text;
}

void append_base64url(std::string& out, ByteView bytes) {
    const std::size_t start = out.size();
    out.resize(start + encoded_size(bytes.size()));
    base64url::best().encode(bytes.data(), bytes.size(), out.data() + start);
}

bool decode_base64url(std::string_view text, std::uint8_t* out) noexcept {
    return base64url::best().decode(text.data(), text.size(), out);
}

std::optional<Bytes> decode_base64url(std::string_view text) {
    Bytes bytes(decoded_size(text.size()));
    if (!decode_base64url(text, bytes.data())) return std::nullopt;
    return bytes;
}

}  // namespace watchword::jose
