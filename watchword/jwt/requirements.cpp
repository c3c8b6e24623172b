#include <watchword/jwt/requirements.hpp>

#include <algorithm>

namespace watchword::jwt {
namespace {

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

bool Type::is_spelling_of_expected(std::string_view typ) const noexcept {
    return equal_without_case(without_application(typ), without_application(expected_));
}

Requirements Requirements::access_token(std::string issuer, std::string audience) {
    return {.issuer = Issuer(std::move(issuer)),
            .audience = Audience(std::move(audience)),
            .algorithms = jose::all_asymmetric(),
            .type = Type::access_token(),
            .profile = Profile::access_token};
}

Requirements Requirements::id_token_of(std::string issuer, IdTokenExpectations expected) {
    Audience audience(expected.client_id);
    return {.issuer = Issuer(std::move(issuer)),
            .audience = std::move(audience),
            .algorithms = jose::all_asymmetric(),
            .type = Type::plain(),
            .profile = Profile::id_token,
            .id_token = std::move(expected)};
}

Requirements Requirements::logout_token(std::string issuer, std::string client_id) {
    // The profile knows which types there are.
    return {.issuer = Issuer(std::move(issuer)),
            .audience = Audience(std::move(client_id)),
            .algorithms = jose::all_asymmetric(),
            .type = Type::any(),
            .profile = Profile::logout_token};
}

}  // namespace watchword::jwt
