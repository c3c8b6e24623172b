/// POST /api/v1/logout: ends the session of a refresh token, or the one of the bearer token. 204 also if it was over
/// already: what the caller wants is true.

#include <watchword/auth/clients.hpp>
#include <watchword/auth/introspect.hpp>
#include <watchword/auth/sign_in.hpp>
#include <watchword/endpoints/bearer.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/json_body.hpp>

namespace watchword::endpoints {
namespace {

http::Response done() {
    http::Response response;
    response.status = 204;
    return response;
}

Result<http::Response> logout_by_refresh_token(const Dependencies& dependencies, const http::Request& request) {
    const auto body = JsonBody::read(request);
    if (!body) return body.error();
    const auto refresh_token = body->get("refresh_token");
    if (!refresh_token) return refresh_token.error();
    const auto client = auth::authenticate_client(dependencies.auth, {});
    if (!client) return client.error();
    const auto revoked = auth::revoke(dependencies.auth, *client, *refresh_token);
    if (!revoked) return revoked.error();
    return done();
}

}  // namespace

Result<http::Response> api_logout(const Dependencies& dependencies, const http::Request& request) {
    const bool has_bearer = request.headers.find("Authorization").has_value();
    if (!request.body.empty() || !has_bearer) return logout_by_refresh_token(dependencies, request);
    const auto caller = authenticate_caller(dependencies, request);
    if (!caller && caller.error() == Error::session_ended) return done();
    if (!caller) return caller.error();
    const auto ended = auth::sign_out(dependencies.auth, caller->principal.session());
    if (!ended) return ended.error();
    return done();
}

}  // namespace watchword::endpoints
