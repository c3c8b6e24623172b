#include <watchword/jwt/explain_sentences.hpp>
#include <watchword/jwt/lint_rules.hpp>

#include <algorithm>
#include <array>

namespace watchword::jwt::lint {
namespace {

using jose::json::Value;
using Sentence = std::optional<std::string>;
using std::chrono::hours;

constexpr Seconds longest_life_of_an_access_token = hours(1);
constexpr Seconds longest_life = hours(24);
/// The year 5138. As milliseconds, it is 1973: what is larger and meant for our time is in milliseconds.
constexpr TimePoint latest_time_in_seconds{Seconds(100'000'000'000)};

/// As a sentence, if the claims can be read and lack that one.
template <std::size_t Size>
Sentence lacks(const Subject& subject, std::string_view claim, const char (&sentence)[Size]) {
    if (!subject.claims || Subject::has(subject.claims, claim)) return std::nullopt;
    return sentence;
}

Sentence no_issuer(const Subject& subject) {
    return lacks(subject, "iss", "The token does not say who issued it (iss): the key alone vouches for it.");
}
Sentence no_audience(const Subject& subject) {
    return lacks(subject, "aud",
                 "The token does not say whom it is for (aud): every service that trusts its issuer could be made to "
                 "take it (RFC 8725 section 3.9).");
}
Sentence no_expiry(const Subject& subject) {
    return lacks(subject, "exp", "The token never expires (no exp): once stolen, it could be used for ever.");
}
Sentence no_issued_at(const Subject& subject) {
    return lacks(subject, "iat", "The token does not say when it was issued (iat): its age cannot be limited.");
}
Sentence no_token_id(const Subject& subject) {
    return lacks(subject, "jti",
                 "The token has no id (jti): it cannot be revoked by itself, nor can a replay be seen.");
}

Sentence milliseconds(const Subject& subject) {
    for (const std::string_view claim : {"exp", "nbf", "iat"}) {
        const auto time = subject.time(claim);
        if (!time || *time <= latest_time_in_seconds) continue;
        return "The time in " + std::string(claim) +
               " is thousands of years ahead: it seems to be in milliseconds, and seconds are meant (RFC 7519 section "
               "2).";
    }
    return std::nullopt;
}

bool is_access_token(const Subject& subject) {
    const auto type = Subject::text(subject.header, "typ");
    return (type && Type::access_token().accepts(*type)) || subject.access_token_is_expected();
}

Sentence long_life(const Subject& subject) {
    const auto end = subject.time("exp");
    // Those in milliseconds are found above, and would overflow below.
    if (!end || *end > latest_time_in_seconds) return std::nullopt;
    const TimePoint start = std::max(subject.time("iat").value_or(subject.now), TimePoint{});
    const bool access_token = is_access_token(subject);
    if (*end - start <= (access_token ? longest_life_of_an_access_token : longest_life)) return std::nullopt;
    return "It lives " + sentences::span(*end - start) + ", which is more than " +
           (access_token ? "1 hour for an access token" : "24 hours") +
           ": for that long, whoever has stolen it can use it.";
}

/// Letters in lower case, nothing else: "clientSecret" and "client_secret" are the same to a reader.
std::string plain(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + ('a' - 'A'));
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

constexpr auto sensitive_names = std::to_array<std::string_view>({"accountnumber",
                                                                  "apikey",
                                                                  "bankaccount",
                                                                  "cardnumber",
                                                                  "ccnumber",
                                                                  "clientsecret",
                                                                  "creditcard",
                                                                  "creditcardnumber",
                                                                  "cvc",
                                                                  "cvv",
                                                                  "iban",
                                                                  "mnemonic",
                                                                  "passcode",
                                                                  "passphrase",
                                                                  "passwd",
                                                                  "password",
                                                                  "passwordhash",
                                                                  "pin",
                                                                  "privatekey",
                                                                  "pwd",
                                                                  "refreshtoken",
                                                                  "secret",
                                                                  "secretkey",
                                                                  "securityanswer",
                                                                  "securitycode",
                                                                  "sharedsecret",
                                                                  "socialsecuritynumber",
                                                                  "ssn",
                                                                  "taxid",
                                                                  "totpsecret",
                                                                  "userpassword"});

bool looks_sensitive(const jose::json::Member& member) {
    const Value::Kind kind = member.value.kind();
    // true and null only say that there is one.
    if (kind == Value::Kind::null || kind == Value::Kind::boolean) return false;
    return std::ranges::find(sensitive_names, plain(member.name)) != sensitive_names.end();
}

/// Depth first; a document is no deeper than its limit.
std::optional<std::string_view> first_sensitive(const Value& value) {
    for (const jose::json::Member member : value.members()) {
        if (looks_sensitive(member)) return member.name;
        if (const auto inside = first_sensitive(member.value)) return inside;
    }
    for (const Value element : value.each_element())
        if (const auto inside = first_sensitive(element)) return inside;
    return std::nullopt;
}

Sentence sensitive_claim(const Subject& subject) {
    const auto claim = subject.claims ? first_sensitive(*subject.claims) : std::nullopt;
    if (!claim) return std::nullopt;
    return "The claim " + sentences::quoted(*claim) +
           " looks like a secret: a signed token hides nothing from whoever gets to see it.";
}

constexpr std::array<Rule, 8> rules{{
    {"no_issuer", Severity::warning, no_issuer},
    {"no_audience", Severity::warning, no_audience},
    {"no_expiry", Severity::warning, no_expiry},
    {"no_issued_at", Severity::note, no_issued_at},
    {"no_token_id", Severity::note, no_token_id},
    {"milliseconds", Severity::warning, milliseconds},
    {"long_life", Severity::warning, long_life},
    {"sensitive_claim", Severity::warning, sensitive_claim},
}};

}  // namespace

std::span<const Rule> rules_of_claims() noexcept {
    return rules;
}

}  // namespace watchword::jwt::lint
