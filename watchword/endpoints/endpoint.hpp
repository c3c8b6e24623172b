#pragma once
/// What every endpoint is: a plain function from a request to a response or an error. How the error looks is not its
/// business but its route's (see error_response.hpp).

#include <watchword/base/result.hpp>
#include <watchword/endpoints/routes.hpp>

namespace watchword::endpoints {

using Endpoint = Result<http::Response> (*)(const Dependencies& dependencies, const http::Request& request);

// OAuth 2.0 and what belongs to it.
Result<http::Response> token(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> revoke(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> introspect(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> userinfo(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> jwks(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> metadata(const Dependencies& dependencies, const http::Request& request);

// The first-party JSON interface.
Result<http::Response> api_login(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> api_refresh(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> api_logout(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> api_me(const Dependencies& dependencies, const http::Request& request);

// For those who run the server, and for those who write programs against it.
Result<http::Response> healthz(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> readyz(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> openapi(const Dependencies& dependencies, const http::Request& request);

// Pages.
Result<http::Response> front_page(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> show_login(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> submit_login(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> submit_logout(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> show_account(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> submit_password(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> submit_end_sessions(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> show_setup(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> submit_setup(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> stylesheet(const Dependencies& dependencies, const http::Request& request);
Result<http::Response> logo(const Dependencies& dependencies, const http::Request& request);

}  // namespace watchword::endpoints
