#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/numeric_date.hpp>
#include <watchword/jwt/refusals.hpp>

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

std::optional<std::vector<std::string>> strings(const jose::json::Value& value) {
    if (value.kind() != jose::json::Value::Kind::array) return std::nullopt;
    std::vector<std::string> texts;
    for (const jose::json::Value& element : value.elements()) {
        const auto text = element.string();
        if (!text) return std::nullopt;
        texts.emplace_back(*text);
    }
    return texts;
}

/// What `read` makes of the claim; empty is a value of another type.
template <class T, class Read>
Result<T> read_claim(const Claims& claims, std::string_view name, Read read) {
    const auto value = claims.find(name);
    if (!value || value->kind() == jose::json::Value::Kind::null) return missing_claim(name);
    std::optional<T> read_value = read(*value);
    if (!read_value) return invalid_claim(name);
    return *std::move(read_value);
}

}  // namespace

template <>
Result<bool> Claims::get<bool>(std::string_view name) const {
    return read_claim<bool>(*this, name, [](const jose::json::Value& v) { return v.boolean(); });
}
template <>
Result<std::int64_t> Claims::get<std::int64_t>(std::string_view name) const {
    return read_claim<std::int64_t>(*this, name, [](const jose::json::Value& v) { return v.integer(); });
}
template <>
Result<double> Claims::get<double>(std::string_view name) const {
    return read_claim<double>(*this, name, [](const jose::json::Value& v) { return v.number(); });
}
template <>
Result<std::string_view> Claims::get<std::string_view>(std::string_view name) const {
    return read_claim<std::string_view>(*this, name, [](const jose::json::Value& v) { return v.string(); });
}
template <>
Result<std::string> Claims::get<std::string>(std::string_view name) const {
    return read_claim<std::string>(*this, name, [](const jose::json::Value& v) {
        const auto text = v.string();
        return text ? std::optional<std::string>(*text) : std::nullopt;
    });
}
template <>
Result<std::vector<std::string>> Claims::get<std::vector<std::string>>(std::string_view name) const {
    return read_claim<std::vector<std::string>>(*this, name, strings);
}
template <>
Result<TimePoint> Claims::get<TimePoint>(std::string_view name) const {
    return read_claim<TimePoint>(*this, name, read_numeric_date);
}

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
