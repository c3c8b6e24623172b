#pragma once
/// Headers that do not depend on the endpoint: for safety, and for scripts of other origins.

#include <watchword/endpoints/routes.hpp>

#include <string_view>

namespace watchword::endpoints {

/// Paths that programs call, as opposed to pages.
bool is_api_path(std::string_view path) noexcept;

/// Whether the request says that it would like HTML.
bool accepts_html(const http::Request& request) noexcept;

/// Content security policy, no sniffing, no referrer, HSTS over https but for localhost, and `no-store` where nothing
/// else was said.
void add_security_headers(const http::Request& request, http::Response& response);

/// CORS (Fetch standard) on API paths for the configured origins, compared exactly; never with credentials, so that
/// cookies stay out of it. Completes the answer to a preflight.
void add_cors_headers(const Settings& settings, const http::Request& request, http::Response& response);

}  // namespace watchword::endpoints
