#pragma once
/// Whether who presents a token may use it (RFC 7800, RFC 9449). Not installed.

#include <watchword/guard/presented_token.hpp>

namespace watchword::guard {

/// Errors: proof_required, missing_claim (the scheme DPoP with a token that is bound to no key), invalid_proof,
/// replayed, invalid_request.
Result<void> check_possession(const RequestView& request, const PresentedToken& presented, const jwt::Claims& claims,
                              const Policy& policy, TimePoint now);

}  // namespace watchword::guard
