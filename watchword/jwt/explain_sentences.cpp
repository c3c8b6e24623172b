#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/explain_sentences.hpp>
#include <watchword/jwt/numeric_date.hpp>

#include <cstdlib>

namespace watchword::jwt::sentences {
namespace {

using checks::RegisteredClaims;
using jose::json::Value;

constexpr std::size_t longest_quote = 120;

std::string quoted_or_none(std::optional<std::string_view> text) {
    return text ? quoted(*text) : "none";
}

std::string listed(const std::vector<std::string>& names) {
    if (names.empty()) return "nothing";
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : " or ") + quoted(name);
    return out;
}

std::string expected_and_found(std::string_view what, const std::string& expected, const std::string& found) {
    return std::string(what) + ": expected " + expected + ", found " + found + ".";
}

/// "12 s ago", "in 12 s" or "now".
std::string from_now(TimePoint time, TimePoint now) {
    if (time == now) return "now";
    return time < now ? span(now - time) + " ago" : "in " + span(time - now);
}

std::string with_leeway(const std::string& sentence, const Requirements& required) {
    return sentence + " (tolerated skew: " + span(checks::leeway(required)) + ").";
}

std::string found_audience(const std::optional<Value>& audience) {
    if (!audience) return "none";
    if (const auto one = audience->string()) return quoted(*one);
    std::string out;
    for (const Value& element : audience->elements())
        out += (out.empty() ? "" : ", ") + quoted_or_none(element.string());
    return out.empty() ? "an empty list" : out;
}

std::string allowed(const jose::AlgorithmSet& algorithms) {
    std::string out;
    for (const jose::Algorithm algorithm : members_of(algorithms))
        out += (out.empty() ? "" : ", ") + std::string(jose::name(algorithm));
    return out.empty() ? "nothing" : out;
}

std::string_view kind_of(Profile profile) {
    switch (profile) {
        case Profile::access_token:
            return "an access token (RFC 9068)";
        case Profile::id_token:
            return "an ID token (OpenID Connect Core)";
        case Profile::logout_token:
            return "a logout token (OpenID Connect Back-Channel Logout)";
        case Profile::plain:
            break;
    }
    return "a plain token";
}

/// The type that the caller expects; where any is good, the one that the profile names.
std::string expected_type(const Requirements& required) {
    if (!required.type.expected().empty()) return quoted(required.type.expected());
    switch (required.profile) {
        case Profile::access_token:
            return quoted(Type::access_token().expected());
        case Profile::id_token:
            return quoted(Type::plain().expected());
        case Profile::logout_token:
            return listed({"logout+jwt", Type::plain().expected()});
        case Profile::plain:
            break;
    }
    return "any";
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, longest_quote))
        out += c >= 0x20 && c < 0x7f ? c : '?';
    if (text.size() > longest_quote) out += "...";
    return out += '"';
}

std::string span(Milliseconds time) {
    const std::int64_t total = std::abs(time.count());
    std::string out = std::to_string(total / 1000);
    if (const std::int64_t rest = total % 1000; rest != 0) {
        std::string digits = std::to_string(1000 + rest).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        out += "." + digits;
    }
    return out + " s";
}

std::vector<jose::Algorithm> members_of(const jose::AlgorithmSet& algorithms) {
    std::vector<jose::Algorithm> members;
    for (int i = 0; i <= static_cast<int>(jose::Algorithm::Ed448); ++i)
        if (const auto algorithm = static_cast<jose::Algorithm>(i); algorithms.contains(algorithm))
            members.push_back(algorithm);
    return members;
}

std::string of_algorithm(const Header& header, const Requirements& required) {
    return expected_and_found("Algorithm", allowed(required.algorithms), quoted(header.algorithm_name));
}

std::string of_critical(const Header& header, const Requirements& /*required*/) {
    if (header.demands_extension) return "The header demands an extension (crit or b64), and none is understood.";
    return "The header demands no extension.";
}

std::string of_type(const Header& header, const Requirements& required) {
    return expected_and_found("Type", expected_type(required), quoted_or_none(header.type));
}

std::string of_key(const jose::VerificationKey& key) {
    std::string out = "The key is for " + std::string(jose::name(key.algorithm()));
    if (!key.kid().empty()) out += ", kid " + quoted(key.kid());
    return out + ", fingerprint " + jose::fingerprint(key) + ".";
}

std::string of_missing_key(const Header& header, const Error& error) {
    std::string out(error.sentence());
    out += " It was asked for " + quoted(header.algorithm_name);
    return out + (header.kid ? " with kid " + quoted(*header.kid) + "."
                             : " without a kid, which takes exactly one such key.");
}

std::string of_issuer(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    const std::string expected = required.issuer.accepts_any() ? "any" : listed(required.issuer.accepted());
    return expected_and_found("Issuer (iss)", expected, quoted_or_none(claims.issuer));
}

std::string of_audience(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    const std::string expected = required.audience.accepts_any() ? "any" : listed(required.audience.accepted());
    return expected_and_found("Audience (aud)", expected, found_audience(claims.audience));
}

std::string of_expiry(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!claims.expires_at) return "The token says no time of expiry (exp), which it must.";
    const std::string verb = *claims.expires_at > now ? "It expires " : "It expired ";
    return with_leeway(verb + from_now(*claims.expires_at, now), required);
}

std::string of_not_before(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!claims.not_before) return "The token is valid from the start (no nbf).";
    const std::string verb = *claims.not_before > now ? "It becomes valid " : "It became valid ";
    return with_leeway(verb + from_now(*claims.not_before, now), required);
}

std::string of_issued_at(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!claims.issued_at) return "The token does not say when it was issued (no iat).";
    return with_leeway("It says it was issued " + from_now(*claims.issued_at, now), required);
}

std::string of_age(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!required.max_age) return "Any age is accepted.";
    const std::string most = "It may be " + span(*required.max_age) + " old and ";
    if (!claims.issued_at) return most + "does not say its age (no iat).";
    return with_leeway(most + "was issued " + from_now(*claims.issued_at, now), required);
}

std::string of_authentication_age(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    if (!required.max_authentication_age) return "Any age of the sign-in is accepted.";
    const std::string most = "The sign-in may be " + span(*required.max_authentication_age) + " old; ";
    const auto value = claims.root.find("auth_time");
    if (!value) return most + "the token does not say when it was (no auth_time).";
    const auto authenticated = read_numeric_date(*value);
    if (!authenticated) return most + "auth_time is no time.";
    return with_leeway(most + "it was " + from_now(*authenticated, now), required);
}

std::string of_subject(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    const std::string expected = required.subject ? quoted(*required.subject) : "any";
    return expected_and_found("Subject (sub)", expected, quoted_or_none(claims.subject));
}

std::string of_required_claims(const RegisteredClaims& claims, const Requirements& required, TimePoint /*now*/) {
    if (const auto name = checks::first_missing(claims, required))
        return "The claim " + quoted(*name) + " is required.";
    return "All required claims are present.";
}

std::string of_profile(const RegisteredClaims& claims, const Requirements& required, TimePoint now) {
    const auto refusal = checks::profile(claims, required, now);
    std::string out = "Expected " + std::string(kind_of(required.profile));
    if (!refusal) return out + ", and nothing in the claims contradicts that.";
    out += ". ";
    out += refusal->sentence();
    return refusal->detail().empty() ? out : out + " (" + refusal->detail() + ")";
}

std::string of_revocation(const Requirements& required) {
    return required.revocations ? "It was looked up among what has been revoked."
                                : "Nothing is asked about revocation.";
}

}  // namespace watchword::jwt::sentences
