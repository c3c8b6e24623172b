#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/refusals.hpp>
#include <watchword/jwt/trusted_issuers.hpp>
#include <watchword/jwt/verify.hpp>

#include <stdexcept>
#include <utility>

namespace watchword::jwt {
namespace {

/// What the token says, which anybody can have written.
Result<std::string> unverified_issuer(std::string_view token, const Requirements& required) {
    const Result<jose::Segments> segments = checks::format(token, required);
    if (!segments) return segments.error();
    const Result<jose::json::Document> document = checks::payload(*segments);
    if (!document) return document.error();
    const auto issuer = document->root().find("iss");
    if (!issuer) return missing_claim("iss");
    const auto text = issuer->string();
    if (!text) return invalid_claim("iss");
    return std::string(*text);
}

}  // namespace

TrustedIssuers::TrustedIssuers(std::map<std::string, std::shared_ptr<const KeySource>, std::less<>> keys)
    : keys_(std::move(keys)) {
    for (const auto& [issuer, source] : keys_)
        if (!source) throw std::invalid_argument("a trusted issuer has no key source");
}

const KeySource* TrustedIssuers::find(std::string_view issuer) const noexcept {
    const auto found = keys_.find(issuer);
    return found == keys_.end() ? nullptr : found->second.get();
}

Result<Claims> verify(std::string_view token, const TrustedIssuers& issuers, const Requirements& required,
                      TimePoint now) {
    const Result<std::string> issuer = unverified_issuer(token, required);
    if (!issuer) return issuer.error();
    const KeySource* const keys = issuers.find(*issuer);
    if (keys == nullptr) return Error::wrong_issuer;
    Result<Claims> claims = verify(token, *keys, required, now);
    // RFC 8725 section 3.8: the keys "belong to the issuer"; what was verified must be what was asked about.
    if (claims && claims->issuer() != *issuer) return Error::wrong_issuer;
    return claims;
}

}  // namespace watchword::jwt
