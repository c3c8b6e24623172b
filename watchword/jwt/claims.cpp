#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/numeric_date.hpp>

#include <algorithm>

namespace watchword::jwt {
namespace {

std::optional<TimePoint> time(const std::optional<jose::json::Value>& value) noexcept {
    return value ? read_numeric_date(*value) : std::nullopt;
}

/// Cuts the next word off `rest`; empty when there is none left.
std::string_view next_word(std::string_view& rest) noexcept {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    return word;
}

}  // namespace

std::vector<std::string_view> Claims::audience() const {
    const auto value = find("aud");
    if (!value) return {};
    if (const auto one = value->string()) return {*one};
    std::vector<std::string_view> names;
    for (const jose::json::Value& element : value->elements())
        if (const auto text = element.string()) names.push_back(*text);
    return names;
}

std::optional<TimePoint> Claims::expires_at() const noexcept {
    return time(find("exp"));
}
std::optional<TimePoint> Claims::not_before() const noexcept {
    return time(find("nbf"));
}
std::optional<TimePoint> Claims::issued_at() const noexcept {
    return time(find("iat"));
}

std::vector<std::string_view> Claims::scopes() const {
    std::vector<std::string_view> scopes;
    std::string_view rest = string("scope");
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest))
        scopes.push_back(word);
    return scopes;
}

bool Claims::has_scope(std::string_view scope) const noexcept {
    std::string_view rest = string("scope");
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest))
        if (word == scope) return true;
    return false;
}

std::string_view Claims::string(std::string_view name) const noexcept {
    const auto value = find(name);
    return value ? value->string().value_or(std::string_view{}) : std::string_view{};
}

}  // namespace watchword::jwt
