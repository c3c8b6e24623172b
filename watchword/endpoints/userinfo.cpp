/// GET /oauth2/userinfo: claims about the person, by the scopes of the token (OpenID Connect Core section 5.3 and 5.4).
/// `sub` is always there; `profile` adds name and preferred_username, `email` adds email if there is one. Nothing has
/// verified the address, so `email_verified` is not claimed.

#include <watchword/endpoints/bearer.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/jose/json_object.hpp>

namespace watchword::endpoints {

Result<http::Response> userinfo(const Dependencies& dependencies, const http::Request& request) {
    const auto caller = authenticate_caller(dependencies, request);
    if (!caller) return caller.error();
    const auto& [principal, user] = *caller;
    jose::json::ObjectWriter body;
    body.add("sub", user.id);
    if (principal.has_scope("profile")) body.add("name", user.name).add("preferred_username", user.name);
    if (principal.has_scope("email") && !user.email.empty()) body.add("email", user.email);
    return http::Response::json(200, body.text());
}

}  // namespace watchword::endpoints
