#include <watchword/jose/base64url.hpp>
#include <watchword/jwt/compact.hpp>

namespace watchword::jwt {

Result<Segments> split_compact(std::string_view token, std::size_t max_bytes) {
    if (token.size() > max_bytes) return Error::too_large;
    const std::size_t first = token.find('.');
    if (first == std::string_view::npos) return Error(Error::malformed, "a token has three segments; there is one");
    const std::size_t second = token.find('.', first + 1);
    if (second == std::string_view::npos) return Error(Error::malformed, "a token has three segments; there are two");
    const Segments segments{.header = token.substr(0, first),
                            .payload = token.substr(first + 1, second - first - 1),
                            .signature = token.substr(second + 1),
                            .signing_input = token.substr(0, second)};
    if (segments.signature.find('.') != std::string_view::npos)
        return Error(Error::malformed,
                     "a signed token has three segments; there are more (five make an encrypted one)");
    if (segments.header.empty()) return Error(Error::malformed, "the header is empty");
    if (segments.payload.empty()) return Error(Error::malformed, "the payload is empty");
    return segments;
}

bool DecodedSegment::decode(std::string_view text) {
    size_ = jose::decoded_size(text.size());
    large_.clear();
    if (size_ > small_.size()) large_.resize(size_);
    return jose::decode_base64url(text, large_.empty() ? small_.data() : large_.data());
}

}  // namespace watchword::jwt
