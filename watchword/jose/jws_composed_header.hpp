#pragma once
/// Writing the headers of a JWS (RFC 7515 section 4).

#include <watchword/base/result.hpp>
#include <watchword/jose/jws.hpp>

#include <string>

namespace watchword::jose::detail {

/// The protected header as JSON: `alg` and `kid` of the key, what `header` says, `b64` and `crit` if the payload is
/// unencoded. Errors: malformed, too_large (json.hpp).
Result<std::string> compose_protected(const SigningKey& key, const JwsHeader& header, PayloadEncoding encoding);

/// The unprotected header as JSON, or empty if it has no members. Errors: malformed (no object, or it has `crit` or
/// `b64`), too_large.
Result<std::string> compose_unprotected(const std::string& unprotected_json);

}  // namespace watchword::jose::detail
