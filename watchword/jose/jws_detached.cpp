#include <watchword/jose/jws_detached.hpp>

namespace watchword::jose {
namespace {

/// No compact JWS begins with a brace: it begins with base64url.
bool is_json(std::string_view jws) noexcept {
    const std::size_t first = jws.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && jws[first] == '{';
}

}  // namespace

Result<VerifiedJws> verify_detached_jws(std::string_view jws, ByteView payload,
                                        const std::vector<VerificationKey>& keys, const JwsRequirements& required) {
    if (jws.size() > required.max_bytes) return Error::too_large;
    return is_json(jws) ? detail::verify_detached_json(jws, payload, keys, required)
                        : detail::verify_detached_compact(jws, payload, keys, required);
}

}  // namespace watchword::jose
