#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/digest.hpp>
#include <watchword/jose/half_hash.hpp>

namespace watchword::jose {

std::optional<std::string> left_half_hash(Algorithm algorithm, std::string_view text) {
    if (algorithm == Algorithm::Ed448) return std::nullopt;
    const bool hashes_by_itself = traits(algorithm).family == Family::eddsa;
    const Algorithm hashed_as = hashes_by_itself ? Algorithm::HS512 : algorithm;
    detail::DigestBytes digest{};
    if (!detail::hash(detail::digest_of(hashed_as), text, digest)) return std::nullopt;
    return encode_base64url(ByteView(digest).first(traits(hashed_as).digest_size / 2));
}

}  // namespace watchword::jose
