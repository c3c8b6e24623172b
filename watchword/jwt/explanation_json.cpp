#include <watchword/jose/json.hpp>
#include <watchword/jwt/explanation_json.hpp>

#include <cstdlib>

namespace watchword::jwt {
namespace {

/// One JSON object, member by member.
class Object {
  public:
    Object& text(std::string_view name, std::string_view value) {
        begin(name);
        jose::json::append_quoted(json_, value);
        return *this;
    }
    Object& text_or_null(std::string_view name, std::string_view value) {
        return value.empty() ? json(name, "null") : text(name, value);
    }
    Object& number(std::string_view name, std::size_t value) { return json(name, std::to_string(value)); }
    Object& json(std::string_view name, std::string_view value) {
        begin(name);
        json_ += value;
        return *this;
    }
    std::string close() { return std::move(json_ += '}'); }

  private:
    void begin(std::string_view name) {
        if (json_.size() > 1) json_ += ',';
        jose::json::append_quoted(json_, name);
        json_ += ':';
    }
    std::string json_{"{"};
};

std::string to_json(const Check& check) {
    return Object()
        .text("check", check.name)
        .text("outcome", name(check.outcome))
        .text("sentence", check.sentence)
        .text_or_null("error", check.error ? check.error->name() : std::string_view())
        .close();
}

std::string to_json(const KeyDescription& key) {
    return Object()
        .text_or_null("kid", key.kid)
        .text("algorithm", jose::name(key.algorithm))
        .text("fingerprint", key.fingerprint)
        .close();
}

std::string to_json(const Finding& finding) {
    return Object()
        .text("code", finding.code)
        .text("severity", name(finding.severity))
        .text("sentence", finding.sentence)
        .close();
}

std::string seconds_or_null(const std::optional<Milliseconds>& time) {
    return time ? seconds_text(*time) : "null";
}

std::string to_json(const Skew& skew) {
    return Object()
        .json("exp", seconds_or_null(skew.expiry))
        .json("nbf", seconds_or_null(skew.not_before))
        .json("iat", seconds_or_null(skew.issued_at))
        .close();
}

std::string to_json(const TokenSize& size) {
    return Object()
        .number("bytes", size.bytes)
        .number("max_bytes", size.max_bytes)
        .number("cookie_bytes", size.cookie_bytes)
        .number("cookie_limit", TokenSize::cookie_limit)
        .close();
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
    return Object()
        .json("verified", explanation.verified() ? "true" : "false")
        .text_or_null("error", error == nullptr ? std::string_view() : error->name())
        .json("checks", array_of(explanation.checks))
        .json("key", explanation.key ? to_json(*explanation.key) : "null")
        .json("expected_keys", array_of(explanation.expected_keys))
        .json("skew", to_json(explanation.skew))
        .json("size", to_json(explanation.size))
        .json("findings", array_of(explanation.findings))
        .json("header", json_or_null(explanation.header))
        .json("claims", json_or_null(explanation.claims))
        .close();
}

}  // namespace watchword::jwt
