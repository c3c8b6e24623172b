/// GET /api/v1/me: the signed-in person and the token's frame. Another client than the first-party one learns name and
/// e-mail address only with the scopes `profile` and `email`, as at userinfo.

#include <watchword/auth/settings.hpp>
#include <watchword/endpoints/bearer.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/jose/json_object.hpp>

namespace watchword::endpoints {

Result<http::Response> api_me(const Dependencies& dependencies, const http::Request& request) {
    const auto caller = authenticate_caller(dependencies, request);
    if (!caller) return caller.error();
    const auto& [principal, user] = *caller;
    const bool first_party = principal.client() == auth::first_party_client;
    jose::json::ObjectWriter body;
    body.add("id", user.id);
    if (first_party || principal.has_scope("profile")) {
        body.add("name", user.name).add("role", user.role == auth::Role::admin ? "admin" : "user");
    }
    if ((first_party || principal.has_scope("email")) && !user.email.empty()) body.add("email", user.email);
    body.add("client_id", principal.client()).add("session_id", principal.session());
    body.add("scope", principal.claims.string("scope"));
    if (const auto expires = principal.claims.expires_at()) body.add("expires_at", to_unix_seconds(*expires));
    return http::Response::json(200, body.text());
}

}  // namespace watchword::endpoints
