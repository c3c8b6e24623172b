/// POST /oauth2/revoke (RFC 7009).

#include <watchword/auth/introspect.hpp>
#include <watchword/endpoints/client_authentication.hpp>
#include <watchword/endpoints/endpoint.hpp>

namespace watchword::endpoints {

Result<http::Response> revoke(const Dependencies& dependencies, const http::Request& request) {
    const auto parameters = Parameters::read(request);
    if (!parameters) return parameters.error();
    const auto client = authenticate_client(dependencies.auth, request, *parameters);
    if (!client) return client.error();
    const auto token = parameters->get("token");
    if (!token) return token.error();
    const auto revoked = auth::revoke(dependencies.auth, *client, *token);
    if (!revoked) return revoked.error();
    // RFC 7009 section 2.2: 200 also for a token that was unknown or dead already; the body is ignored.
    return http::Response{};
}

}  // namespace watchword::endpoints
