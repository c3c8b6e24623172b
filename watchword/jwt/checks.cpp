#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/numeric_date.hpp>

#include <algorithm>
#include <string>

namespace watchword::jwt::checks {
namespace {

using jose::json::Value;

/// Some 3,000 years: keeps an age that means "for ever" from overflowing.
constexpr Seconds longest_age{100'000'000'000};

Error missing(std::string_view name) {
    return {Error::missing_claim, std::string(name)};
}
Error invalid(std::string_view name) {
    return {Error::invalid_claim, std::string(name)};
}

/// False if the claim is there and not a string.
bool read_string(const Value& root, std::string_view name, std::optional<std::string_view>& out) {
    const auto value = root.find(name);
    if (!value) return true;
    out = value->string();
    return out.has_value();
}

/// False if the claim is there and not a NumericDate.
bool read_time(const Value& root, std::string_view name, std::optional<TimePoint>& out) {
    const auto value = root.find(name);
    if (!value) return true;
    out = read_numeric_date(*value);
    return out.has_value();
}

/// RFC 7519 section 4.1.3: an array of strings or, for one audience, a string. False if `aud` is anything else.
bool read_audience(const Value& root, std::optional<Value>& out) {
    out = root.find("aud");
    if (!out || out->kind() == Value::Kind::string) return true;
    if (out->kind() != Value::Kind::array) return false;
    const std::vector<Value> elements = out->elements();
    return std::all_of(elements.begin(), elements.end(),
                       [](const Value& v) { return v.kind() == Value::Kind::string; });
}

bool contains_accepted(const Value& audience, const Audience& accepted) {
    if (const auto one = audience.string()) return accepted.accepts(*one);
    const std::vector<Value> elements = audience.elements();
    return std::any_of(elements.begin(), elements.end(), [&](const Value& v) { return accepted.accepts(*v.string()); });
}

}  // namespace

Seconds leeway(const Requirements& required) noexcept {
    return std::clamp(required.leeway, Seconds(0), Seconds(std::chrono::minutes(10)));
}

Result<Segments> format(std::string_view token, const Requirements& required) {
    Result<Segments> segments = split_compact(token, required.max_bytes);
    if (segments && segments->signature.empty()) return Error(Error::malformed, "the token is not signed");
    return segments;
}

Refusal algorithm(const Header& header, const Requirements& required) {
    // RFC 8725 section 3.1: the caller's list decides, never the token. "none" is no algorithm and thus on no list.
    if (header.algorithm && required.algorithms.contains(*header.algorithm)) return std::nullopt;
    return Error::algorithm_not_allowed;
}

Refusal critical(const Header& header, const Requirements& /*required*/) {
    // RFC 7515 section 4.1.11: what is critical and not understood makes the token invalid, and no extension is
    // understood. RFC 7797 section 7: a JWT must not use an unencoded payload (b64).
    if (header.demands_extension) return Error::unsupported_critical;
    return std::nullopt;
}

Refusal type(const Header& header, const Requirements& required) {
    if (!required.type.accepts(header.type)) return Error::wrong_type;
    return std::nullopt;
}

Result<jose::VerificationKey> key(const Header& header, const KeySource& keys) {
    Result<jose::VerificationKey> found = keys.find({.algorithm = *header.algorithm, .kid = header.kid});
    // A key is bound to one algorithm; a source that answers with another one must not be believed.
    if (found && found->algorithm() != *header.algorithm) return Error::unknown_key;
    return found;
}

Refusal signature(const Segments& segments, const jose::VerificationKey& key) {
    DecodedSegment decoded;
    if (!decoded.decode(segments.signature)) return Error(Error::malformed, "the signature is not canonical base64url");
    if (!key.verify(segments.signing_input, decoded.bytes())) return Error::bad_signature;
    return std::nullopt;
}

Result<jose::json::Document> payload(const Segments& segments) {
    DecodedSegment decoded;
    if (!decoded.decode(segments.payload)) return Error(Error::malformed, "the payload is not canonical base64url");
    return jose::json::Document::parse_object(decoded.text());
}

Result<RegisteredClaims> registered_claims(const Value& root) {
    RegisteredClaims claims{.root = root};
    if (!read_string(root, "iss", claims.issuer)) return invalid("iss");
    if (!read_string(root, "sub", claims.subject)) return invalid("sub");
    if (!read_string(root, "jti", claims.id)) return invalid("jti");
    if (!read_audience(root, claims.audience)) return invalid("aud");
    if (!read_time(root, "exp", claims.expires_at)) return invalid("exp");
    if (!read_time(root, "nbf", claims.not_before)) return invalid("nbf");
    if (!read_time(root, "iat", claims.issued_at)) return invalid("iat");
    return claims;
}

Refusal issuer(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (required.issuer.accepts_any()) return std::nullopt;
    if (!claims.issuer) return missing("iss");
    if (!required.issuer.accepts(*claims.issuer)) return Error::wrong_issuer;
    return std::nullopt;
}

Refusal audience(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (required.audience.accepts_any()) return std::nullopt;
    if (!claims.audience) return missing("aud");
    if (!contains_accepted(*claims.audience, required.audience)) return Error::wrong_audience;
    return std::nullopt;
}

Refusal expiry(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!claims.expires_at) return missing("exp");
    // RFC 7519 section 4.1.4: "on or after which the JWT MUST NOT be accepted".
    if (now >= *claims.expires_at + leeway(required)) return Error::expired;
    return std::nullopt;
}

Refusal not_before(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (claims.not_before && now + leeway(required) < *claims.not_before) return Error::not_yet_valid;
    return std::nullopt;
}

Refusal issued_at(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (claims.issued_at && now + leeway(required) < *claims.issued_at) return Error::issued_in_future;
    return std::nullopt;
}

Refusal age(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!required.max_age) return std::nullopt;
    if (!claims.issued_at) return missing("iat");
    if (now - *claims.issued_at > std::min(*required.max_age, longest_age) + leeway(required)) return Error::too_old;
    return std::nullopt;
}

Refusal subject(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (!required.subject) return std::nullopt;
    if (!claims.subject) return missing("sub");
    if (*claims.subject != *required.subject) return Error::wrong_subject;
    return std::nullopt;
}

std::optional<std::string_view> first_missing(const RegisteredClaims& claims, const Requirements& required) noexcept {
    for (const std::string& name : required.required_claims) {
        const auto value = claims.root.find(name);
        if (!value || value->kind() == Value::Kind::null) return name;
    }
    return std::nullopt;
}

Refusal required_claims(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (const auto name = first_missing(claims, required)) return missing(*name);
    return std::nullopt;
}

}  // namespace watchword::jwt::checks
