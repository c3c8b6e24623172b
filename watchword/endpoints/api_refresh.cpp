/// POST /api/v1/refresh: the refresh grant for first-party programs that prefer JSON.

#include <watchword/auth/clients.hpp>
#include <watchword/auth/grants/refresh_token.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/json_body.hpp>
#include <watchword/endpoints/token_response.hpp>

namespace watchword::endpoints {

Result<http::Response> api_refresh(const Dependencies& dependencies, const http::Request& request) {
    const auto body = JsonBody::read(request);
    if (!body) return body.error();
    const auto refresh_token = body->get("refresh_token");
    if (!refresh_token) return refresh_token.error();
    const auto scope = body->find("scope");
    if (!scope) return scope.error();
    const auto client = auth::authenticate_client(dependencies.auth, {});
    if (!client) return client.error();
    const auto tokens =
        auth::grants::refresh_token(dependencies.auth, *client, {std::string(*refresh_token), std::string(*scope)});
    if (!tokens) return tokens.error();
    return token_response(*tokens);
}

}  // namespace watchword::endpoints
