#pragma once
/// A JWS that does not carry its payload, in either serialization (RFC 7515 appendix F).

#include <watchword/jose/jws.hpp>

namespace watchword::jose::detail {

/// `verify_detached_jws` where the serialization is known.
Result<VerifiedJws> verify_detached_compact(std::string_view compact, ByteView payload,
                                            const std::vector<VerificationKey>& keys, const JwsRequirements& required);
Result<VerifiedJws> verify_detached_json(std::string_view text, ByteView payload,
                                         const std::vector<VerificationKey>& keys, const JwsRequirements& required);

}  // namespace watchword::jose::detail
