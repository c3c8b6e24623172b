#pragma once
/// The steps of a verification, for those that do all of them (`verify`) and those that know the outcome of some
/// (`TokenCache`). Both must run the steps in this order: it is the order of the errors.

#include <watchword/jwt/checks.hpp>

namespace watchword::jwt::verification {

/// A token whose signature is genuine. The registered claims are views into the document.
struct Genuine {
    jose::json::Document document;
    checks::RegisteredClaims claims;
};

/// Reads the header of what passed `checks::format` and judges it; what is next is its key (`checks::key`). Errors:
/// too_large, malformed, algorithm_not_allowed, unsupported_critical, wrong_type.
Result<SharedHeader> open(const jose::Segments& segments, const Requirements& required);

/// The costly step: nothing of it depends on anything but the token and the key. Errors: malformed, bad_signature,
/// too_large, invalid_claim.
Result<Genuine> authenticate(const jose::Segments& segments, const SharedHeader& header,
                             const jose::VerificationKey& key);

/// The claims that passed `checks::claims`, unless they are revoked.
Result<Claims> accept(jose::json::Document document, const Requirements& required);

}  // namespace watchword::jwt::verification
