#include <watchword/jose/base64url.hpp>
#include <watchword/jose/compact.hpp>

namespace watchword::jose {

Result<Segments> split_compact(std::string_view jws, std::size_t max_bytes) {
    if (jws.size() > max_bytes) return Error::too_large;
    const std::size_t first = jws.find('.');
    if (first == std::string_view::npos) return Error(Error::malformed, "a token has three segments; there is one");
    const std::size_t second = jws.find('.', first + 1);
    if (second == std::string_view::npos) return Error(Error::malformed, "a token has three segments; there are two");
    const Segments segments{.header = jws.substr(0, first),
                            .payload = jws.substr(first + 1, second - first - 1),
                            .signature = jws.substr(second + 1),
                            .signing_input = jws.substr(0, second)};
    if (segments.signature.find('.') != std::string_view::npos)
        return Error(Error::malformed,
                     "a signed token has three segments; there are more (five make an encrypted one)");
    if (segments.header.empty()) return Error(Error::malformed, "the header is empty");
    return segments;
}

bool DecodedSegment::decode(std::string_view text) {
    size_ = decoded_size(text.size());
    large_.clear();
    if (size_ > small_.size()) large_.resize(size_);
    return decode_base64url(text, large_.empty() ? small_.data() : large_.data());
}

}  // namespace watchword::jose
