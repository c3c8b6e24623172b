#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/lint_rules.hpp>

#include <algorithm>
#include <array>

namespace watchword::jwt::lint {
namespace {

using Sentence = std::optional<std::string>;

constexpr std::string_view white_space = " \t\r\n";
/// What a token comes to stand between in headers, JSON, shells and sentences.
constexpr std::string_view surroundings = " \t\r\n\"'`,;";

bool equal_without_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view without(std::string_view text, std::string_view characters) {
    const std::size_t first = text.find_first_not_of(characters);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(characters) - first + 1);
}

/// The authorization scheme that stands before the token (RFC 6750 section 2.1, RFC 9449 section 7.1), or nothing.
std::string_view scheme_before(std::string_view token) {
    constexpr std::array<std::string_view, 3> prefixes{"Authorization:", "Bearer ", "DPoP "};
    for (const std::string_view prefix : prefixes)
        if (equal_without_case(token.substr(0, prefix.size()), prefix)) return without(prefix, white_space);
    return {};
}

Sentence pasted_along(const Subject& subject) {
    const std::string_view core = without(subject.token, surroundings);
    std::string out;
    if (core.size() != subject.token.size())
        out = "White space, a quotation mark or the like stands before or behind the token: leave it out.";
    else if (const std::string_view scheme = scheme_before(core); !scheme.empty())
        out = "The token begins behind \"" + std::string(scheme) + "\": leave that out.";
    else if (core.find_first_of(white_space) != std::string_view::npos)
        out = "There is white space within the token, as if it had been broken into lines: take it out.";
    return out.empty() ? std::nullopt : Sentence(out);
}

Sentence encrypted(const Subject& subject) {
    // RFC 7516 section 9: five segments are an encrypted token, three a signed one.
    if (std::ranges::count(subject.token, '.') != 4) return std::nullopt;
    return "Five segments make an encrypted token (JWE, RFC 7516): decrypt it, then explain the token inside.";
}

Sentence unsigned_token(const Subject& subject) {
    const auto algorithm = Subject::text(subject.header, "alg");
    if (!algorithm || !equal_without_case(*algorithm, "none")) return std::nullopt;
    return "The token is not signed (alg none): anybody can have written it (RFC 8725 section 3.2).";
}

Sentence key_in_header(const Subject& subject) {
    constexpr std::array<std::string_view, 4> members{"jku", "jwk", "x5u", "x5c"};
    std::string found;
    for (const std::string_view member : members)
        if (Subject::has(subject.header, member)) found += (found.empty() ? "" : ", ") + std::string(member);
    if (found.empty()) return std::nullopt;
    return "The header brings its own key (" + found +
           "): that is never used here, and whoever does use it lets strangers sign (RFC 8725 section 3.10).";
}

Sentence no_type(const Subject& subject) {
    if (!subject.header || Subject::has(subject.header, "typ")) return std::nullopt;
    const bool looks_like_one = Subject::has(subject.claims, "client_id") || Subject::has(subject.claims, "scope");
    if (!looks_like_one && !subject.access_token_is_expected()) return std::nullopt;
    return "The header has no type (typ): an access token should say at+jwt, so that it cannot be taken for another "
           "kind of token (RFC 9068 section 2.1).";
}

Sentence no_key_id(const Subject& subject) {
    if (!subject.header || Subject::has(subject.header, "kid") || subject.keys.size() < 2) return std::nullopt;
    return "The header names no key (kid), and there are " + std::to_string(subject.keys.size()) +
           " here: of several with one algorithm none is taken.";
}

Sentence too_big_for_a_cookie(const Subject& subject) {
    if (subject.cookie_bytes <= TokenSize::cookie_limit) return std::nullopt;
    return "As a cookie it has " + std::to_string(subject.cookie_bytes) +
           " bytes with name and attributes: more than " + std::to_string(TokenSize::cookie_limit) +
           " need not be kept by browsers (RFC 6265 section 6.1).";
}

constexpr std::array<Rule, 7> rules{{
    {"pasted_along", Severity::warning, pasted_along},
    {"encrypted", Severity::note, encrypted},
    {"unsigned", Severity::warning, unsigned_token},
    {"key_in_header", Severity::warning, key_in_header},
    {"no_type", Severity::note, no_type},
    {"no_key_id", Severity::note, no_key_id},
    {"too_big_for_a_cookie", Severity::warning, too_big_for_a_cookie},
}};

}  // namespace

std::span<const Rule> rules_of_form() noexcept {
    return rules;
}

}  // namespace watchword::jwt::lint
