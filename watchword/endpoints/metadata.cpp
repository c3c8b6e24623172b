/// GET /.well-known/oauth-authorization-server (RFC 8414). It lists only what answers.

#include <watchword/endpoints/endpoint.hpp>
#include <watchword/jose/json_object.hpp>

namespace watchword::endpoints {

Result<http::Response> metadata(const Dependencies& dependencies, const http::Request&) {
    const std::string& issuer = dependencies.auth.settings.issuer;
    const std::string base = issuer.substr(0, issuer.find_last_not_of('/') + 1);
    const std::vector<std::string> secrets{"client_secret_basic", "client_secret_post"};
    const std::vector<std::string> secrets_or_none{"client_secret_basic", "client_secret_post", "none"};
    jose::json::ObjectWriter body;
    body.add("issuer", issuer);
    body.add("token_endpoint", base + "/oauth2/token");
    body.add("token_endpoint_auth_methods_supported", secrets_or_none);
    body.add("jwks_uri", base + "/.well-known/jwks.json");
    body.add("scopes_supported", dependencies.auth.settings.scopes);
    // Required by section 2, although there is no authorization endpoint to use one with.
    body.add("response_types_supported", std::vector<std::string>{});
    body.add("grant_types_supported", {"password", "refresh_token", "client_credentials"});
    body.add("revocation_endpoint", base + "/oauth2/revoke");
    body.add("revocation_endpoint_auth_methods_supported", secrets_or_none);
    body.add("introspection_endpoint", base + "/oauth2/introspect");
    body.add("introspection_endpoint_auth_methods_supported", secrets);
    body.add("userinfo_endpoint", base + "/oauth2/userinfo");
    auto response = http::Response::json(200, body.text());
    response.headers.add("Cache-Control", "public, max-age=300");
    return response;
}

}  // namespace watchword::endpoints
