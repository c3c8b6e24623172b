/// GET /.well-known/jwks.json: the public keys (RFC 7517 section 5).

#include <watchword/endpoints/endpoint.hpp>

#include <algorithm>

namespace watchword::endpoints {
namespace {

constexpr Seconds longest_age{300};

}  // namespace

Result<http::Response> jwks(const Dependencies& dependencies, const http::Request&) {
    auto response = http::Response::json(200, *dependencies.auth.keys.jwks_json());
    response.headers.set("Content-Type", "application/jwk-set+json");  // RFC 7517 section 8.5.1
    // Half of the time for which a new key is published before it signs: whoever keeps the set no longer never meets an
    // unknown key, also where publishing took a moment. And never so long that an emergency would wait for it.
    const Seconds age = std::min<Seconds>(dependencies.auth.settings.lifetimes.key_publication / 2, longest_age);
    response.headers.add("Cache-Control", "public, max-age=" + std::to_string(age.count()));
    return response;
}

}  // namespace watchword::endpoints
