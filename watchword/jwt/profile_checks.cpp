// What makes the kinds of tokens exclude each other (RFC 8725 section 3.12): first the type, then the claims that only
// one kind has.

#include <watchword/jose/half_hash.hpp>
#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/numeric_date.hpp>
#include <watchword/jwt/refusals.hpp>

#include <algorithm>
#include <string>

namespace watchword::jwt::checks {
namespace {

using jose::json::Value;

// OpenID Connect Back-Channel Logout section 2.4.
constexpr std::string_view logout_event = "http://schemas.openid.net/event/backchannel-logout";

bool has(const RegisteredClaims& claims, std::string_view name) {
    return claims.root.find(name).has_value();
}

Error of_another_kind(std::string_view claim) {
    return {Error::wrong_type, "tokens of this kind have no " + std::string(claim)};
}

/// If the claim is there, it must be this text.
Refusal equal_if_present(const RegisteredClaims& claims, std::string_view name, std::string_view expected) {
    const auto value = claims.root.find(name);
    if (value && value->string() != expected) return invalid_claim(name);
    return std::nullopt;
}

Refusal equal(const RegisteredClaims& claims, std::string_view name, std::string_view expected) {
    if (!has(claims, name)) return missing_claim(name);
    return equal_if_present(claims, name, expected);
}

/// Claims of ID tokens and of security events (RFC 8417). Asked of every claim of every token, hence the look at the
/// size.
bool belongs_to_another_kind(std::string_view name) noexcept {
    switch (name.size()) {
        case 5:
            return name == "nonce";
        case 6:
            return name == "events" || name == "c_hash";
        case 7:
            return name == "at_hash";
        default:
            return false;
    }
}

Refusal plain(const RegisteredClaims& claims, const Requirements& required) {
    // Who names another type knows what kind of token that is.
    if (!required.type.is_plain()) return std::nullopt;
    for (const jose::json::Member& member : claims.root.members())
        if (belongs_to_another_kind(member.name)) return of_another_kind(member.name);
    return std::nullopt;
}

/// RFC 9068 section 2.2.
Refusal access_token(const RegisteredClaims& claims) {
    if (!claims.issuer) return missing_claim("iss");
    if (!claims.audience) return missing_claim("aud");
    if (!claims.subject) return missing_claim("sub");
    if (!claims.client_id) return missing_claim("client_id");
    if (!claims.client_id->string()) return invalid_claim("client_id");
    if (!claims.issued_at) return missing_claim("iat");
    if (!claims.id) return missing_claim("jti");
    // An empty name is nobody's: it would look like no subject, no client, or a token that cannot be revoked.
    if (claims.subject->empty()) return invalid_claim("sub");
    if (claims.client_id->string()->empty()) return invalid_claim("client_id");
    if (claims.id->empty()) return invalid_claim("jti");
    return std::nullopt;
}

/// OpenID Connect Core section 3.1.3.7 steps 3 to 5.
Refusal authorized_party(const RegisteredClaims& claims, const std::string& client_id) {
    if (!contains(*claims.audience, Audience(client_id))) return Error::wrong_audience;
    const jose::json::Elements audiences = claims.audience->each_element();
    const bool several = std::distance(audiences.begin(), audiences.end()) > 1;
    if (several && !has(claims, "azp")) return missing_claim("azp");
    return equal_if_present(claims, "azp", client_id);
}

/// OpenID Connect Core sections 3.1.3.6 and 3.3.2.11.
Refusal half_hash(const RegisteredClaims& claims, std::string_view name, const std::optional<std::string>& of) {
    if (!of || !has(claims, name)) return std::nullopt;
    const auto expected = claims.algorithm ? jose::left_half_hash(*claims.algorithm, *of) : std::nullopt;
    if (!expected) return invalid_claim(name);
    return equal_if_present(claims, name, *expected);
}

Refusal authentication_context(const RegisteredClaims& claims, const std::vector<std::string>& accepted) {
    if (accepted.empty()) return std::nullopt;
    const auto acr = claims.root.find("acr");
    if (!acr) return missing_claim("acr");
    const auto value = acr->string();
    if (!value || std::find(accepted.begin(), accepted.end(), *value) == accepted.end()) return invalid_claim("acr");
    return std::nullopt;
}

/// OpenID Connect Core section 2.
Refusal id_token_claims(const RegisteredClaims& claims) {
    // RFC 8417 section 4.4: no ID token has `events`, so that no security event can pass for one.
    if (has(claims, "events")) return of_another_kind("events");
    if (!claims.issuer) return missing_claim("iss");
    if (!claims.subject) return missing_claim("sub");
    if (!claims.audience) return missing_claim("aud");
    if (!claims.issued_at) return missing_claim("iat");
    const auto authenticated = claims.root.find("auth_time");
    if (authenticated && !read_numeric_date(*authenticated)) return invalid_claim("auth_time");
    return std::nullopt;
}

Refusal id_token(const RegisteredClaims& claims, const IdTokenExpectations& expected) {
    if (Refusal refusal = id_token_claims(claims)) return refusal;
    if (Refusal refusal = authorized_party(claims, expected.client_id)) return refusal;
    if (expected.nonce)
        if (Refusal refusal = equal(claims, "nonce", *expected.nonce)) return refusal;
    if (Refusal refusal = authentication_context(claims, expected.acr_values)) return refusal;
    if (Refusal refusal = half_hash(claims, "at_hash", expected.access_token)) return refusal;
    return half_hash(claims, "c_hash", expected.code);
}

Refusal is_logout_event(const RegisteredClaims& claims) {
    const auto events = claims.root.find("events");
    if (!events) return missing_claim("events");
    const auto event = events->find(logout_event);
    // "The member value MUST be a JSON object and SHOULD be the empty JSON object {}."
    if (!event || event->kind() != Value::Kind::object) return invalid_claim("events");
    return std::nullopt;
}

/// OpenID Connect Back-Channel Logout sections 2.4 and 2.6.
Refusal logout_token(const RegisteredClaims& claims) {
    if (!claims.issuer) return missing_claim("iss");
    if (!claims.audience) return missing_claim("aud");
    if (!claims.issued_at) return missing_claim("iat");
    if (!claims.id) return missing_claim("jti");
    if (Refusal refusal = is_logout_event(claims)) return refusal;
    const auto session = claims.root.find("sid");
    if (session && !session->string()) return invalid_claim("sid");
    if (!session && !claims.subject) return missing_claim("sub or sid");
    // "This prevents its use as an ID token": a relying party that sent a nonce finds none.
    if (has(claims, "nonce")) return invalid_claim("nonce");
    return std::nullopt;
}

}  // namespace

bool accepts_type(Profile profile, std::optional<std::string_view> typ) noexcept {
    if (profile == Profile::plain) return true;
    static const Type at_jwt = Type::access_token();
    static const Type jwt = Type::plain();
    static const Type logout = Type::exactly("logout+jwt");
    switch (profile) {
        case Profile::access_token:
            return at_jwt.accepts(typ);
        case Profile::id_token:
            return jwt.accepts(typ);
        case Profile::logout_token:
            // Section 2.4 recommends "logout+jwt"; what was there before it has no type or "JWT".
            return logout.accepts(typ) || jwt.accepts(typ);
        case Profile::plain:
            break;
    }
    return true;
}

Refusal profile(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    switch (required.profile) {
        case Profile::access_token:
            return access_token(claims);
        case Profile::id_token:
            return id_token(claims, required.id_token);
        case Profile::logout_token:
            return logout_token(claims);
        case Profile::plain:
            break;
    }
    return plain(claims, required);
}

}  // namespace watchword::jwt::checks
