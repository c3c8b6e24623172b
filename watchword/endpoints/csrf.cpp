#include <watchword/base/crypto.hpp>
#include <watchword/endpoints/csrf.hpp>
#include <watchword/jose/base64url.hpp>

namespace watchword::endpoints {
namespace {

constexpr std::size_t secret_size = 32;

/// "https://host:port" of a URL.
std::string_view origin_of_url(std::string_view url) noexcept {
    const std::size_t scheme = url.find("://");
    return scheme == std::string_view::npos ? url : url.substr(0, url.find('/', scheme + 3));
}

std::string own_address(const http::Request& request) {
    const std::string scheme = request.scheme == http::Scheme::https ? "https://" : "http://";
    return scheme + std::string(request.headers.find("Host").value_or(""));
}

}  // namespace

std::string generate_csrf_cookie(Random& random) {
    return jose::encode_base64url(random.bytes(secret_size));
}

bool is_csrf_cookie(std::string_view cookie) noexcept {
    const auto bytes = jose::decode_base64url(cookie);
    return bytes && bytes->size() == secret_size;
}

std::string csrf_token(std::string_view browser_cookie, std::string_view session_cookie) {
    const std::string bound = "watchword form " + std::string(session_cookie);
    return jose::encode_base64url(crypto::hmac_sha256(as_bytes(browser_cookie), as_bytes(bound)));
}

bool csrf_token_matches(std::string_view token, std::string_view browser_cookie, std::string_view session_cookie) {
    if (!is_csrf_cookie(browser_cookie)) return false;
    return constant_time_equal(as_bytes(token), as_bytes(csrf_token(browser_cookie, session_cookie)));
}

bool comes_from_own_page(const http::Request& request, std::string_view issuer) {
    // "none" is a person's own doing, such as reloading; "same-site" is another host of the same domain: not ours.
    const std::string_view site = request.headers.find("Sec-Fetch-Site").value_or("");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    const auto origins = request.headers.all("Origin");
    if (origins.empty()) return true;
    if (origins.size() > 1) return false;
    return origins.front() == origin_of_url(issuer) || origins.front() == own_address(request);
}

}  // namespace watchword::endpoints
