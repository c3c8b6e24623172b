#include <watchword/endpoints/token_response.hpp>
#include <watchword/jose/json_object.hpp>

namespace watchword::endpoints {

http::Response token_response(const auth::TokenResponse& tokens) {
    jose::json::ObjectWriter body;
    body.add("access_token", tokens.access_token).add("token_type", "Bearer");
    body.add("expires_in", tokens.expires_in.count());
    if (!tokens.refresh_token.empty()) body.add("refresh_token", tokens.refresh_token);
    if (!tokens.scope.empty()) body.add("scope", tokens.scope);
    auto response = http::Response::json(200, body.text());
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Pragma", "no-cache");
    return response;
}

}  // namespace watchword::endpoints
