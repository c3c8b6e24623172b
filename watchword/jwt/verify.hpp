#pragma once
/// Verifying compact JWTs (RFC 7519 section 7.2, RFC 8725).

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>

#include <string_view>

namespace watchword::jwt {

/// Verifies the signature, then the claims.
/// Errors, in the order of the checks: too_large, malformed, algorithm_not_allowed, unsupported_critical, wrong_type,
/// unknown_key, keys_unavailable, bad_signature, invalid_claim, wrong_issuer, wrong_audience, expired, not_yet_valid,
/// issued_in_future, too_old, wrong_subject, missing_claim, what the profile adds (wrong_type for a claim that only
/// tokens of another kind have, missing_claim, invalid_claim, wrong_audience), revoked. Two can come at other times:
/// payload and signature are decoded when their turn comes (malformed), and a claim that a check cannot do without is
/// missed by that check (missing_claim, with the claim as the detail). Thread-safe. No I/O unless `keys` does it.
Result<Claims> verify(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now);

}  // namespace watchword::jwt
