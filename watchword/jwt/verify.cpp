#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/claims_access.hpp>
#include <watchword/jwt/verify.hpp>

namespace watchword::jwt {

Result<Claims> verify(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now) {
    const Result<Segments> segments = checks::format(token, required);
    if (!segments) return segments.error();
    const Result<SharedHeader> header = read_header(segments->header);
    if (!header) return header.error();
    for (const checks::HeaderCheck& check : checks::of_header)
        if (checks::Refusal refusal = check.run(**header, required)) return *std::move(refusal);

    const Result<jose::VerificationKey> key = checks::key(**header, keys);
    if (!key) return key.error();
    if (checks::Refusal refusal = checks::signature(*segments, *key)) return *std::move(refusal);
    remember_header(segments->header, *header);

    // Not one byte of the payload has been looked at until here.
    Result<jose::json::Document> document = checks::payload(*segments);
    if (!document) return document.error();
    const Result<checks::RegisteredClaims> claims = checks::registered_claims(document->root());
    if (!claims) return claims.error();
    for (const checks::ClaimCheck& check : checks::of_claims)
        if (checks::Refusal refusal = check.run(*claims, required, now)) return *std::move(refusal);
    return ClaimsAccess::verified(*std::move(document));
}

}  // namespace watchword::jwt
