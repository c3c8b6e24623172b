#pragma once
/// One signature of a JWS, in whichever serialization it came.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/jws.hpp>
#include <watchword/jose/jws_header.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose::detail {

/// What was signed: protected header, a period, the payload as it stands in the JWS (RFC 7515 section 5.1 step 5,
/// RFC 7797 section 3).
std::string jws_signing_input(std::string_view protected_segment, std::string_view payload);

/// The payload as it is signed.
std::string as_signed(ByteView payload, PayloadEncoding encoding);

/// Checks one signature, in security order: the algorithm against the caller's list, `crit`, the key, the signature,
/// which is still base64url. Empty if it is genuine.
/// Errors: algorithm_not_allowed, unsupported_critical, unknown_key, malformed, bad_signature.
std::optional<Error> refuse_signature(const JwsHeaderFields& header, std::string_view signing_input,
                                      std::string_view signature, const std::vector<VerificationKey>& keys,
                                      const JwsRequirements& required);

/// Reads what a genuine signature covers. Error: malformed (not base64url).
Result<Bytes> read_signed_payload(std::string_view payload, PayloadEncoding encoding);

/// What is handed to the caller after `refuse_signature` had nothing against it.
VerifiedJws verified(JwsHeaderFields header, Bytes payload);

}  // namespace watchword::jose::detail
