/// GET /.well-known/jwks.json: the public keys (RFC 7517 section 5).

#include <watchword/endpoints/endpoint.hpp>

namespace watchword::endpoints {

Result<http::Response> jwks(const Dependencies& dependencies, const http::Request&) {
    auto response = http::Response::json(200, *dependencies.auth.keys.jwks_json());
    response.headers.set("Content-Type", "application/jwk-set+json");  // RFC 7517 section 8.5.1
    // A new key is published for this long before it signs: whoever keeps the set no longer never meets an unknown key.
    const auto seconds = dependencies.auth.settings.lifetimes.key_publication.count();
    response.headers.add("Cache-Control", "public, max-age=" + std::to_string(seconds));
    return response;
}

}  // namespace watchword::endpoints
