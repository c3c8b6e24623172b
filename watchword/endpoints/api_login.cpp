/// POST /api/v1/login: the password grant for first-party programs that prefer JSON.

#include <watchword/auth/clients.hpp>
#include <watchword/auth/grants/password.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/json_body.hpp>
#include <watchword/endpoints/origin.hpp>
#include <watchword/endpoints/token_response.hpp>

namespace watchword::endpoints {
namespace {

Result<auth::grants::PasswordRequest> read_login(const http::Request& request) {
    const auto body = JsonBody::read(request);
    if (!body) return body.error();
    const auto name = body->get("username");
    if (!name) return name.error();
    const auto password = body->get("password");
    if (!password) return password.error();
    const auto scope = body->find("scope");
    if (!scope) return scope.error();
    auth::grants::PasswordRequest login;
    login.credentials = {std::string(*name), SecretBytes(*password)};
    login.scope = *scope;
    login.origin = origin_of(request);
    return login;
}

}  // namespace

Result<http::Response> api_login(const Dependencies& dependencies, const http::Request& request) {
    const auto login = read_login(request);
    if (!login) return login.error();
    const auto client = auth::authenticate_client(dependencies.auth, {});
    if (!client) return client.error();
    const auto tokens = auth::grants::password(dependencies.auth, *client, *login);
    if (!tokens) return tokens.error();
    return token_response(*tokens);
}

}  // namespace watchword::endpoints
