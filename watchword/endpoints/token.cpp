/// POST /oauth2/token (RFC 6749 section 3.2).

#include <watchword/auth/grants/client_credentials.hpp>
#include <watchword/auth/grants/password.hpp>
#include <watchword/auth/grants/refresh_token.hpp>
#include <watchword/endpoints/client_authentication.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/origin.hpp>
#include <watchword/endpoints/token_response.hpp>

#include <algorithm>
#include <array>

namespace watchword::endpoints {
namespace {

struct TokenRequest {
    const auth::Context& context;
    const http::Request& http;
    const Parameters& parameters;
    const auth::Client& client;
};

Result<auth::TokenResponse> password_grant(const TokenRequest& request) {
    const auto name = request.parameters.get("username");
    if (!name) return name.error();
    const auto password = request.parameters.get("password");
    if (!password) return password.error();
    auth::grants::PasswordRequest grant;
    grant.credentials = {std::string(*name), SecretBytes(*password)};
    grant.scope = request.parameters.find("scope");
    grant.resource = request.parameters.find("resource");
    grant.origin = origin_of(request.http);
    grant.end_user_address = request.parameters.find("end_user_address");
    return auth::grants::password(request.context, request.client, grant);
}

Result<auth::TokenResponse> refresh_token_grant(const TokenRequest& request) {
    const auto refresh_token = request.parameters.get("refresh_token");
    if (!refresh_token) return refresh_token.error();
    const auth::grants::RefreshRequest grant{std::string(*refresh_token),
                                             std::string(request.parameters.find("scope"))};
    return auth::grants::refresh_token(request.context, request.client, grant);
}

Result<auth::TokenResponse> client_credentials_grant(const TokenRequest& request) {
    const auth::grants::ClientCredentialsRequest grant{std::string(request.parameters.find("scope")),
                                                       std::string(request.parameters.find("resource"))};
    return auth::grants::client_credentials(request.context, request.client, grant);
}

struct Grant {
    std::string_view type;
    Result<auth::TokenResponse> (*answer)(const TokenRequest&);
};

constexpr std::array grants{Grant{"password", password_grant}, Grant{"refresh_token", refresh_token_grant},
                            Grant{"client_credentials", client_credentials_grant}};

}  // namespace

Result<http::Response> token(const Dependencies& dependencies, const http::Request& request) {
    const auto parameters = Parameters::read(request);
    if (!parameters) return parameters.error();
    const auto client = authenticate_client(dependencies.auth, request, *parameters);
    if (!client) return client.error();
    const auto type = parameters->get("grant_type");
    if (!type) return type.error();
    const auto grant = std::ranges::find(grants, *type, &Grant::type);
    if (grant == grants.end()) return Error::unsupported_grant;
    const auto tokens = grant->answer({dependencies.auth, request, *parameters, *client});
    if (!tokens) return tokens.error();
    return token_response(*tokens);
}

}  // namespace watchword::endpoints
