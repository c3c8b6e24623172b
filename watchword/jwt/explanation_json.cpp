#include <watchword/jose/json.hpp>
#include <watchword/jose/json_object.hpp>
#include <watchword/jwt/explanation_json.hpp>

#include <cstdlib>

namespace watchword::jwt {
namespace {

using jose::json::ObjectWriter;

std::string quoted_or_null(std::string_view text) {
    if (text.empty()) return "null";
    std::string json;
    jose::json::append_quoted(json, text);
    return json;
}

std::string to_json(const Check& check) {
    return ObjectWriter()
        .add("check", check.name)
        .add("outcome", name(check.outcome))
        .add("sentence", check.sentence)
        .add_json("error", quoted_or_null(check.error ? check.error->name() : std::string_view()))
        .text();
}

std::string to_json(const KeyDescription& key) {
    return ObjectWriter()
        .add_json("kid", quoted_or_null(key.kid))
        .add("algorithm", jose::name(key.algorithm))
        .add("fingerprint", key.fingerprint)
        .text();
}

std::string to_json(const Finding& finding) {
    return ObjectWriter()
        .add("code", finding.code)
        .add("severity", name(finding.severity))
        .add("sentence", finding.sentence)
        .text();
}

std::string seconds_or_null(const std::optional<Milliseconds>& time) {
    return time ? seconds_text(*time) : "null";
}

std::string to_json(const Skew& skew) {
    return ObjectWriter()
        .add_json("exp", seconds_or_null(skew.expiry))
        .add_json("nbf", seconds_or_null(skew.not_before))
        .add_json("iat", seconds_or_null(skew.issued_at))
        .text();
}

std::string to_json(const TokenSize& size) {
    return ObjectWriter()
        .add("bytes", static_cast<std::int64_t>(size.bytes))
        .add("max_bytes", static_cast<std::int64_t>(size.max_bytes))
        .add("cookie_bytes", static_cast<std::int64_t>(size.cookie_bytes))
        .add("cookie_limit", static_cast<std::int64_t>(TokenSize::cookie_limit))
        .text();
}

template <class Things>
std::string array_of(const Things& things) {
    std::string json = "[";
    for (const auto& thing : things) {
        if (json.size() > 1) json += ',';
        json += to_json(thing);
    }
    return json += ']';
}

std::string_view json_or_null(const std::string& json) {
    return json.empty() ? std::string_view("null") : json;
}

}  // namespace

std::string seconds_text(Milliseconds time) {
    const std::int64_t total = std::abs(time.count());
    std::string text = time.count() < 0 ? "-" : "";
    text += std::to_string(total / 1000);
    const std::int64_t rest = total % 1000;
    if (rest == 0) return text;
    text.append(".").append(std::to_string(1000 + rest), 1);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string to_json(const Explanation& explanation) {
    const Error* const error = explanation.error();
    return ObjectWriter()
        .add_flag("verified", explanation.verified())
        .add_json("error", quoted_or_null(error == nullptr ? std::string_view() : error->name()))
        .add_json("checks", array_of(explanation.checks))
        .add_json("key", explanation.key ? to_json(*explanation.key) : "null")
        .add_json("expected_keys", array_of(explanation.expected_keys))
        .add_json("skew", to_json(explanation.skew))
        .add_json("size", to_json(explanation.size))
        .add_json("findings", array_of(explanation.findings))
        .add_json("header", json_or_null(explanation.header))
        .add_json("claims", json_or_null(explanation.claims))
        .text();
}

}  // namespace watchword::jwt
