#include "headers.hpp"

#include <watchword/jose/base64url.hpp>

namespace watchword::vectors {
namespace {

void take(const Value& header, KeyHint& hint) {
    if (const auto algorithm = find_text(header, "alg")) hint.algorithm = *algorithm;
    if (const auto kid = find_text(header, "kid")) hint.kid = *kid;
}

void take_encoded(std::string_view encoded, KeyHint& hint) {
    const auto decoded = jose::decode_base64url(encoded);
    if (!decoded) throw NotOfSchema("a protected header is not base64url");
    const auto header = jose::json::Document::parse_object(as_text(*decoded));
    if (!header) throw NotOfSchema("a protected header is not JSON");
    take(header->root(), hint);
}

/// From the members that a JSON object, the whole or one of its parts, has.
void take_members(const Value& part, KeyHint& hint) {
    if (const auto encoded = find_text(part, "protected")) take_encoded(*encoded, hint);
    for (const std::string_view name : {"unprotected", "header"})
        if (const auto header = find(part, name)) take(*header, hint);
}

}  // namespace

std::vector<KeyHint> key_hints(const Value& token) {
    KeyHint hint;
    if (const auto compact = token.string()) {
        take_encoded(compact->substr(0, compact->find('.')), hint);
        return {hint};
    }
    take_members(token, hint);
    std::vector<KeyHint> hints;
    for (const std::string_view name : {"signatures", "recipients"})
        if (find(token, name))
            for (const Value& part : elements(token, name)) {
                hints.push_back(hint);
                take_members(part, hints.back());
            }
    return hints.empty() ? std::vector{hint} : hints;
}

std::string under_kid(const Value& jwk, const std::string& kid) {
    if (kid.empty() || find(jwk, "kid")) return jwk.to_json();
    return with(jwk, {{"kid", quoted(kid)}});
}

std::vector<SignedPart> signed_parts(const Value& token) {
    if (const auto compact = token.string()) {
        const std::size_t first = compact->find('.');
        const std::size_t second = compact->find('.', first + 1);
        if (second == std::string_view::npos) throw NotOfSchema("a compact JWS has three segments");
        return {{std::string(compact->substr(0, first)), std::string(compact->substr(first + 1, second - first - 1)),
                 std::string(compact->substr(second + 1))}};
    }
    const std::string payload(find_text(token, "payload").value_or(""));
    const auto part = [&payload](const Value& value) {
        return SignedPart{std::string(find_text(value, "protected").value_or("")), payload,
                          std::string(text(value, "signature"))};
    };
    if (!find(token, "signatures")) return {part(token)};
    std::vector<SignedPart> parts;
    for (const Value& value : elements(token, "signatures"))
        parts.push_back(part(value));
    return parts;
}

std::string with_only(const Value& token, std::string_view name, std::size_t index) {
    const std::vector<Value> all = elements(token, name);
    if (index >= all.size()) throw NotOfSchema(std::string("there are not that many ") + std::string(name));
    std::string only = "[";
    only += all[index].to_json();
    only += ']';
    return with(token, {{name, only}});
}

}  // namespace watchword::vectors
