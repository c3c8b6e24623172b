#include <watchword/jwt/requirements.hpp>

#include <algorithm>

namespace watchword::jwt {
namespace {

bool contains(const std::vector<std::string>& accepted, std::string_view name) noexcept {
    return std::find(accepted.begin(), accepted.end(), name) != accepted.end();
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_without_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// RFC 7515 section 4.1.9: "application/" may be left out if no other '/' appears.
std::string_view without_application(std::string_view type) noexcept {
    constexpr std::string_view prefix = "application/";
    if (!equal_without_case(type.substr(0, prefix.size()), prefix)) return type;
    const std::string_view rest = type.substr(prefix.size());
    return rest.find('/') == std::string_view::npos ? rest : type;
}

}  // namespace

bool Issuer::accepts(std::string_view issuer) const noexcept {
    return any_ || contains(accepted_, issuer);
}
bool Audience::accepts(std::string_view audience) const noexcept {
    return any_ || contains(accepted_, audience);
}

bool Type::accepts(std::optional<std::string_view> typ) const noexcept {
    if (expected_.empty()) return true;
    if (!typ) return equal_without_case(expected_, "jwt");
    return equal_without_case(without_application(*typ), without_application(expected_));
}

Requirements Requirements::access_token(std::string issuer, std::string audience) {
    return {.issuer = Issuer(std::move(issuer)),
            .audience = Audience(std::move(audience)),
            .algorithms = jose::AlgorithmSet::all_asymmetric(),
            .type = Type::access_token(),
            .required_claims = {"iss", "aud", "sub", "client_id", "iat", "jti"}};
}

}  // namespace watchword::jwt
