#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jwt/issue.hpp>

#include <algorithm>
#include <stdexcept>

namespace watchword::jwt {
namespace {

using jose::json::append_quoted;

std::string quoted(std::string_view text) {
    std::string json;
    append_quoted(json, text);
    return json;
}

std::string header_for(const jose::SigningKey& key, std::string_view type) {
    std::string json = R"({"alg":)";
    append_quoted(json, jose::name(key.algorithm()));
    json += R"(,"typ":)";
    append_quoted(json, type);
    if (!key.kid().empty()) {
        json += R"(,"kid":)";
        append_quoted(json, key.kid());
    }
    return json += '}';
}

}  // namespace

ClaimsBuilder& ClaimsBuilder::set(std::string_view name, std::string_view value) {
    return put(name, quoted(value));
}

ClaimsBuilder& ClaimsBuilder::set(std::string_view name, std::int64_t value) {
    return put(name, std::to_string(value));
}

ClaimsBuilder& ClaimsBuilder::set_flag(std::string_view name, bool value) {
    return put(name, value ? "true" : "false");
}

ClaimsBuilder& ClaimsBuilder::set(std::string_view name, const std::vector<std::string>& values) {
    std::string json = "[";
    for (const std::string& value : values) {
        if (json.size() > 1) json += ',';
        append_quoted(json, value);
    }
    return put(name, json += ']');
}

ClaimsBuilder& ClaimsBuilder::set_json(std::string_view name, std::string_view json) {
    return put(name, std::string(json));
}

ClaimsBuilder& ClaimsBuilder::put(std::string_view name, std::string json) {
    const auto same = [name](const Member& member) { return member.name == name; };
    const auto found = std::find_if(members_.begin(), members_.end(), same);
    if (found != members_.end())
        found->json = std::move(json);
    else
        members_.push_back({std::string(name), std::move(json)});
    return *this;
}

std::string ClaimsBuilder::to_json() const {
    std::string json = "{";
    for (const Member& member : members_) {
        if (json.size() > 1) json += ',';
        append_quoted(json, member.name);
        json += ':';
        json += member.json;
    }
    return json += '}';
}

Result<std::string> issue_json(std::string_view claims_json, const jose::SigningKey& key, std::string_view type) {
    // What no verifier would read must not be signed: broken UTF-8, a name twice, more than one value.
    if (const auto claims = jose::json::Document::parse_object(claims_json); !claims) return claims.error();
    std::string token = jose::encode_base64url(as_bytes(header_for(key, type)));
    token += '.';
    token += jose::encode_base64url(as_bytes(claims_json));
    const Bytes signature = key.sign(token);
    token += '.';
    return token += jose::encode_base64url(signature);
}

std::string issue(const ClaimsBuilder& claims, const jose::SigningKey& key, std::string_view type) {
    Result<std::string> token = issue_json(claims.to_json(), key, type);
    if (!token) throw std::invalid_argument("the claims are not one JSON object in UTF-8 of bearable size");
    return *std::move(token);
}

}  // namespace watchword::jwt
