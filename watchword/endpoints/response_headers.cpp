#include <watchword/endpoints/response_headers.hpp>

#include <algorithm>

namespace watchword::endpoints {
namespace {

constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
constexpr std::string_view other_policy = "default-src 'none'; frame-ancestors 'none'";

bool is_page(const http::Response& response) {
    return response.headers.find("Content-Type").value_or("").starts_with("text/html");
}

/// The one host name that belongs to many programs: what is said of it would hold for all of them.
bool is_localhost(const http::Request& request) {
    const std::string_view host = request.headers.find("Host").value_or("");
    return host == "localhost" || host.starts_with("localhost:");
}

}  // namespace

bool is_api_path(std::string_view path) noexcept {
    return path.starts_with("/oauth2/") || path.starts_with("/api/") || path.starts_with("/.well-known/") ||
           path == "/openapi.json";
}

bool accepts_html(const http::Request& request) noexcept {
    return request.headers.find("Accept").value_or("").find("text/html") != std::string_view::npos;
}

void add_security_headers(const http::Request& request, http::Response& response) {
    const bool page = is_page(response);
    response.headers.add("Content-Security-Policy", std::string(page ? page_policy : other_policy));
    response.headers.add("X-Content-Type-Options", "nosniff");
    // Pages send their own origin to themselves: with "no-referrer" a browser would put "Origin: null" on our forms
    // (Fetch standard, "append a request Origin header"), and the check against forged requests would be blind.
    response.headers.add("Referrer-Policy", page ? "same-origin" : "no-referrer");
    if (request.scheme == http::Scheme::https && !is_localhost(request)) {
        response.headers.add("Strict-Transport-Security", "max-age=31536000");
    }
    if (!response.headers.find("Cache-Control")) response.headers.add("Cache-Control", "no-store");
}

void add_cors_headers(const Settings& settings, const http::Request& request, http::Response& response) {
    if (settings.cors_origins.empty() || !is_api_path(request.path)) return;
    response.headers.add("Vary", "Origin");
    const auto origins = request.headers.all("Origin");
    if (origins.size() != 1) return;
    if (std::ranges::find(settings.cors_origins, origins.front()) == settings.cors_origins.end()) return;
    response.headers.add("Access-Control-Allow-Origin", std::string(origins.front()));
    response.headers.add("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After, X-Request-Id");
    const bool is_preflight =
        request.method == http::Method::options && request.headers.find("Access-Control-Request-Method");
    if (!is_preflight) return;
    response.headers.add("Access-Control-Allow-Methods", std::string(response.headers.find("Allow").value_or("")));
    response.headers.add("Access-Control-Allow-Headers", "Authorization, Content-Type");
    response.headers.add("Access-Control-Max-Age", "600");
}

}  // namespace watchword::endpoints
