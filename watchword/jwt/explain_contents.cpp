#include <watchword/jose/compact.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/explain_contents.hpp>
#include <watchword/jwt/explain_sentences.hpp>
#include <watchword/jwt/numeric_date.hpp>

#include <algorithm>

namespace watchword::jwt::contents {
namespace {

using jose::json::Document;
using jose::json::Value;

constexpr std::string_view cookie_name = "__Host-access_token=";
constexpr std::string_view cookie_attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";

std::optional<Document> read_object(std::string_view segment) {
    Result<Document> document = Document::parse_base64url_object(segment);
    return document ? std::optional(*std::move(document)) : std::nullopt;
}

std::optional<Milliseconds> skew_of_time(const std::optional<Document>& claims, std::string_view name, TimePoint now) {
    const auto value = claims ? claims->root().find(name) : std::nullopt;
    const auto time = value ? read_numeric_date(*value) : std::nullopt;
    return time ? std::optional(*time - now) : std::nullopt;
}

}  // namespace

Parts read(std::string_view token, const Requirements& required) {
    if (const auto segments = jose::split_compact(token, required.max_bytes))
        return {.header = read_object(segments->header), .claims = read_object(segments->payload)};
    // RFC 7516 section 3.1: of an encrypted token only the first segment can be read.
    const bool encrypted = token.size() <= required.max_bytes && std::ranges::count(token, '.') == 4;
    return encrypted ? Parts{.header = read_object(token.substr(0, token.find('.')))} : Parts{};
}

std::string json_of(const std::optional<Document>& document) {
    return document ? document->root().to_json() : std::string();
}

std::optional<Value> root_of(const std::optional<Document>& document) {
    return document ? std::optional(document->root()) : std::nullopt;
}

TokenSize size_of(std::string_view token, const Requirements& required) {
    return {.bytes = token.size(),
            .max_bytes = required.max_bytes,
            .cookie_bytes = cookie_name.size() + token.size() + cookie_attributes.size()};
}

Skew skew_of(const std::optional<Document>& claims, TimePoint now) {
    return {.expiry = skew_of_time(claims, "exp", now),
            .not_before = skew_of_time(claims, "nbf", now),
            .issued_at = skew_of_time(claims, "iat", now)};
}

KeyDescription describe(const jose::VerificationKey& key) {
    return {.kid = key.kid(), .algorithm = key.algorithm(), .fingerprint = jose::fingerprint(key)};
}

std::vector<jose::VerificationKey> held_keys(const KeySource& keys, const Header* header,
                                             const Requirements& required) {
    std::optional<std::string_view> kid;
    if (header != nullptr && header->kid) kid = *header->kid;
    std::vector<jose::VerificationKey> held;
    for (const jose::Algorithm algorithm : sentences::members_of(required.algorithms))
        for (jose::VerificationKey& key : keys.candidates({.algorithm = algorithm, .kid = kid}))
            held.push_back(std::move(key));
    return held;
}

std::vector<KeyDescription> expected_keys(const std::vector<jose::VerificationKey>& held, const Header* header,
                                          const Requirements& required) {
    const auto asked = header == nullptr ? std::nullopt : header->algorithm;
    const bool allowed = asked && required.algorithms.contains(*asked);
    std::vector<KeyDescription> expected;
    for (const jose::VerificationKey& key : held)
        if (!allowed || key.algorithm() == *asked) expected.push_back(describe(key));
    return expected;
}

}  // namespace watchword::jwt::contents
