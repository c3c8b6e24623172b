#pragma once
/// The one token of a request, and how it was presented. Not installed.

#include <watchword/guard/guard.hpp>

namespace watchword::guard {

/// A cookie counts as bearer: whoever has it may use it.
enum class Scheme : std::uint8_t { bearer, dpop };

struct PresentedToken {
    std::string_view token;
    Scheme scheme = Scheme::bearer;
};

/// The scheme DPoP is one only if `dpop` says so. Errors: missing_token, several_tokens, invalid_request.
Result<PresentedToken> find_token(const RequestView& request, const Extraction& extraction, bool dpop);

}  // namespace watchword::guard
