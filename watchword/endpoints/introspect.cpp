/// POST /oauth2/introspect (RFC 7662). Only confidential clients may ask (section 2.1: no token scanning).

#include <watchword/auth/introspect.hpp>
#include <watchword/endpoints/client_authentication.hpp>
#include <watchword/endpoints/endpoint.hpp>

namespace watchword::endpoints {

Result<http::Response> introspect(const Dependencies& dependencies, const http::Request& request) {
    const auto parameters = Parameters::read(request);
    if (!parameters) return parameters.error();
    const auto client = authenticate_confidential_client(dependencies.auth, request, *parameters);
    if (!client) return client.error();
    const auto token = parameters->get("token");
    if (!token) return token.error();
    auto answer = auth::introspect(dependencies.auth, *client, *token);
    if (!answer) return answer.error();
    return http::Response::json(200, std::move(*answer));
}

}  // namespace watchword::endpoints
