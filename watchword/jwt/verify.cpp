#include <watchword/jwt/claims_access.hpp>
#include <watchword/jwt/verification.hpp>
#include <watchword/jwt/verify.hpp>

namespace watchword::jwt {
namespace verification {

Result<SharedHeader> open(const jose::Segments& segments, const Requirements& required) {
    Result<SharedHeader> header = read_header(segments.header);
    if (!header) return header;
    if (checks::Refusal refusal = checks::header(**header, required)) return *std::move(refusal);
    return header;
}

Result<Genuine> authenticate(const jose::Segments& segments, const SharedHeader& header,
                             const jose::VerificationKey& key) {
    if (checks::Refusal refusal = checks::signature(segments, key)) return *std::move(refusal);
    remember_header(segments.header, header);
    // Not one byte of the payload has been looked at until here.
    Result<jose::json::Document> document = checks::payload(segments);
    if (!document) return std::move(document).error();
    checks::RegisteredClaims claims{.root = document->root(), .algorithm = header->algorithm};
    if (checks::Refusal refusal = checks::registered_claims(claims)) return *std::move(refusal);
    return Genuine{*std::move(document), claims};
}

Result<Claims> accept(jose::json::Document document, const Requirements& required) {
    Claims verified = ClaimsAccess::verified(std::move(document));
    if (checks::Refusal refusal = checks::revocation(verified, required)) return *std::move(refusal);
    return verified;
}

}  // namespace verification

Result<Claims> verify(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now) {
    const Result<jose::Segments> segments = checks::format(token, required);
    if (!segments) return segments.error();
    const Result<SharedHeader> header = verification::open(*segments, required);
    if (!header) return header.error();
    const Result<jose::VerificationKey> key = checks::key(**header, keys);
    if (!key) return key.error();
    Result<verification::Genuine> genuine = verification::authenticate(*segments, *header, *key);
    if (!genuine) return std::move(genuine).error();
    if (checks::Refusal refusal = checks::claims(genuine->claims, required, now)) return *std::move(refusal);
    return verification::accept(std::move(genuine->document), required);
}

}  // namespace watchword::jwt
