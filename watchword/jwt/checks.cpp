#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/numeric_date.hpp>
#include <watchword/jwt/refusals.hpp>
#include <watchword/jwt/revocations.hpp>

#include <algorithm>
#include <string>

namespace watchword::jwt::checks {
namespace {

using jose::json::Value;

/// Some 3,000 years: keeps an age that means "for ever" from overflowing.
constexpr Seconds longest_age{100'000'000'000};

/// Three letters as one number.
constexpr std::uint32_t letters(const char* name) noexcept {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(name[0]) | static_cast<unsigned char>(name[1]) << 8 |
                                      static_cast<unsigned char>(name[2]) << 16);
}

/// What reads a value into its place is false if the value is of another type.
bool read(const Value& value, std::optional<std::string_view>& out) noexcept {
    out = value.string();
    return out.has_value();
}

bool read(const Value& value, std::optional<TimePoint>& out) noexcept {
    out = read_numeric_date(value);
    return out.has_value();
}

/// RFC 7519 section 4.1.3: an array of strings or, for one audience, a string.
bool read_audience(const Value& value, std::optional<Value>& out) noexcept {
    out = value;
    if (value.kind() == Value::Kind::string) return true;
    if (value.kind() != Value::Kind::array) return false;
    for (const Value& element : value.each_element())
        if (element.kind() != Value::Kind::string) return false;
    return true;
}

/// True for a claim of any other name.
bool read_registered(const jose::json::Member& member, RegisteredClaims& claims) noexcept {
    if (member.name.size() != 3) {
        if (member.name == "client_id") claims.client_id = member.value;
        return true;
    }
    switch (letters(member.name.data())) {
        case letters("iss"):
            return read(member.value, claims.issuer);
        case letters("sub"):
            return read(member.value, claims.subject);
        case letters("jti"):
            return read(member.value, claims.id);
        case letters("aud"):
            return read_audience(member.value, claims.audience);
        case letters("exp"):
            return read(member.value, claims.expires_at);
        case letters("nbf"):
            return read(member.value, claims.not_before);
        case letters("iat"):
            return read(member.value, claims.issued_at);
        default:
            return true;
    }
}

/// A registered claim that is there has been read already, and is not null.
bool is_there(const RegisteredClaims& claims, std::string_view name) noexcept {
    if (name == "iss") return claims.issuer.has_value();
    if (name == "sub") return claims.subject.has_value();
    if (name == "aud") return claims.audience.has_value();
    if (name == "exp") return claims.expires_at.has_value();
    if (name == "iat") return claims.issued_at.has_value();
    if (name == "jti") return claims.id.has_value();
    const auto value = claims.root.find(name);
    return value && value->kind() != Value::Kind::null;
}

KeyQuery query(const Header& header) noexcept {
    return {.algorithm = *header.algorithm, .kid = header.kid};
}

}  // namespace

bool contains(const Value& audience, const Audience& accepted) {
    if (const auto one = audience.string()) return accepted.accepts(*one);
    for (const Value& element : audience.each_element())
        if (accepted.accepts(*element.string())) return true;
    return false;
}

Seconds leeway(const Requirements& required) noexcept {
    return std::clamp(required.leeway, Seconds(0), Seconds(std::chrono::minutes(10)));
}

Result<jose::Segments> format(std::string_view token, const Requirements& required) {
    Result<jose::Segments> segments = jose::split_compact(token, required.max_bytes);
    if (segments && segments->payload.empty()) return Error(Error::malformed, "the payload is empty");
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
    const std::optional<std::string_view> typ = header.type;
    if (required.type.accepts(typ) && accepts_type(required.profile, typ)) return std::nullopt;
    return Error::wrong_type;
}

Result<jose::VerificationKey> key(const Header& header, const KeySource& keys) {
    Result<jose::VerificationKey> found = keys.find(query(header));
    // A key is bound to one algorithm; a source that answers with another one must not be believed.
    if (found && found->algorithm() != *header.algorithm) return Error::unknown_key;
    return found;
}

Result<std::uint64_t> key_serial(const Header& header, const KeySource& keys) {
    return keys.find_serial(query(header));
}

Refusal signature(const jose::Segments& segments, const jose::VerificationKey& key) {
    if (segments.signature.empty()) return Error(Error::malformed, "the token is not signed");
    jose::DecodedSegment decoded;
    if (!decoded.decode(segments.signature)) return Error(Error::malformed, "the signature is not canonical base64url");
    if (!key.verify(segments.signing_input, decoded.bytes())) return Error::bad_signature;
    return std::nullopt;
}

Result<jose::json::Document> payload(const jose::Segments& segments) {
    return jose::json::Document::parse_base64url_object(segments.payload);
}

Refusal registered_claims(RegisteredClaims& claims) {
    for (const jose::json::Member& member : claims.root.members())
        if (!read_registered(member, claims)) return invalid_claim(member.name);
    return std::nullopt;
}

Refusal issuer(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (required.issuer.accepts_any()) return std::nullopt;
    if (!claims.issuer) return missing_claim("iss");
    if (!required.issuer.accepts(*claims.issuer)) return Error::wrong_issuer;
    return std::nullopt;
}

Refusal audience(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (required.audience.accepts_any()) return std::nullopt;
    if (!claims.audience) return missing_claim("aud");
    if (!contains(*claims.audience, required.audience)) return Error::wrong_audience;
    return std::nullopt;
}

Refusal expiry(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!claims.expires_at) return missing_claim("exp");
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
    if (!claims.issued_at) return missing_claim("iat");
    if (now - *claims.issued_at > std::min(*required.max_age, longest_age) + leeway(required)) return Error::too_old;
    return std::nullopt;
}

Refusal authentication_age(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!required.max_authentication_age) return std::nullopt;
    const auto value = claims.root.find("auth_time");
    if (!value) return missing_claim("auth_time");
    const auto authenticated = read_numeric_date(*value);
    if (!authenticated || now + leeway(required) < *authenticated) return invalid_claim("auth_time");
    const Seconds oldest = std::min(*required.max_authentication_age, longest_age);
    if (now - *authenticated > oldest + leeway(required)) return Error(Error::too_old, "auth_time");
    return std::nullopt;
}

Refusal subject(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (!required.subject) return std::nullopt;
    if (!claims.subject) return missing_claim("sub");
    if (*claims.subject != *required.subject) return Error::wrong_subject;
    return std::nullopt;
}

std::optional<std::string_view> first_missing(const RegisteredClaims& claims, const Requirements& required) noexcept {
    for (const std::string& name : required.required_claims)
        if (!is_there(claims, name)) return name;
    return std::nullopt;
}

Refusal required_claims(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (const auto name = first_missing(claims, required)) return missing_claim(*name);
    return std::nullopt;
}

Refusal revocation(const Claims& claims, const Requirements& required) {
    if (required.revocations && required.revocations->is_revoked(claims)) return Error::revoked;
    return std::nullopt;
}

namespace {

/// The checks of a table from the `index`th on, in calls that the compiler sees through.
template <const auto& table, std::size_t index = 0, class... Arguments>
Refusal first_refusal(const Arguments&... arguments) {
    if constexpr (index < table.size()) {
        if (Refusal refusal = table[index].run(arguments...)) return refusal;
        return first_refusal<table, index + 1>(arguments...);
    } else {
        return std::nullopt;
    }
}

}  // namespace

// Flattened, since most tokens pass all of them: one function that looks is cheaper than a call and a result each.
[[gnu::flatten]] Refusal header(const Header& header, const Requirements& required) {
    return first_refusal<of_header>(header, required);
}

[[gnu::flatten]] Refusal claims(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    return first_refusal<of_claims>(claims, required, now);
}

}  // namespace watchword::jwt::checks
