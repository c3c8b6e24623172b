#include <watchword/jwt/lint_rules.hpp>
#include <watchword/jwt/numeric_date.hpp>

namespace watchword::jwt {

std::string_view name(Severity severity) noexcept {
    return severity == Severity::warning ? "warning" : "note";
}

namespace lint {

std::optional<std::string_view> Subject::text(const std::optional<jose::json::Value>& object, std::string_view name) {
    const auto value = object ? object->find(name) : std::nullopt;
    return value ? value->string() : std::nullopt;
}

bool Subject::has(const std::optional<jose::json::Value>& object, std::string_view name) {
    const auto value = object ? object->find(name) : std::nullopt;
    return value && value->kind() != jose::json::Value::Kind::null;
}

std::optional<TimePoint> Subject::time(std::string_view claim) const {
    const auto value = claims ? claims->find(claim) : std::nullopt;
    return value ? read_numeric_date(*value) : std::nullopt;
}

bool Subject::access_token_is_expected() const {
    const bool by_type = required.type.accepts(Type::access_token().expected()) && !required.type.accepts(std::nullopt);
    return by_type || required.profile == Profile::access_token;
}

std::vector<Finding> look_at(const Subject& subject) {
    std::vector<Finding> findings;
    for (const auto rules : {rules_of_form(), rules_of_claims(), rules_of_keys(), rules_of_requirements()})
        for (const Rule& rule : rules)
            if (auto sentence = rule.look(subject))
                findings.push_back({rule.code, rule.severity, *std::move(sentence)});
    return findings;
}

}  // namespace lint
}  // namespace watchword::jwt
