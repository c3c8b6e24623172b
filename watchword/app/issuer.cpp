#include <watchword/app/issuer.hpp>
#include <watchword/app/listen_address.hpp>

#include <algorithm>
#include <cctype>

namespace watchword::app {
namespace {

bool is_loopback_host(std::string_view authority) {
    const bool with_port = authority.rfind(':') != std::string_view::npos && !authority.ends_with(']');
    const auto host = parse_listen_address(std::string(authority) + (with_port ? "" : ":0"));
    return host && host->is_loopback();
}

/// A host and perhaps a port, in lower case, as RFC 3986 section 6.2.2.1 writes them.
bool is_authority(std::string_view authority) {
    if (authority.empty()) return false;
    const bool with_port = authority.rfind(':') != std::string_view::npos && !authority.ends_with(']');
    if (!parse_listen_address(std::string(authority) + (with_port ? "" : ":0"))) return false;
    return std::ranges::all_of(authority, [](unsigned char character) {
        return std::islower(character) != 0 || std::isdigit(character) != 0 ||
               std::string_view("-._~:[]").find(static_cast<char>(character)) != std::string_view::npos;
    });
}

}  // namespace

std::optional<std::string> objection_to_issuer(std::string_view issuer) {
    const bool secure = issuer.starts_with("https://");
    if (!secure && !issuer.starts_with("http://")) return "must start with https:// (or http:// on localhost)";
    const std::string_view authority = issuer.substr(secure ? 8 : 7);
    if (authority.find_first_of("?#") != std::string_view::npos) return "must have no query and no fragment";
    if (authority.ends_with('/')) return "must not end with a slash: issuers are compared byte by byte";
    if (authority.find('/') != std::string_view::npos) return "must have no path: the server answers at the root";
    if (!is_authority(authority)) return "must be a host name in lower case, with a port if need be";
    if (!secure && !is_loopback_host(authority)) return "must be https:// unless the host is localhost";
    return std::nullopt;
}

std::optional<std::string> objection_to_origin(std::string_view origin) {
    const bool secure = origin.starts_with("https://");
    if (!secure && !origin.starts_with("http://")) return "must start with https:// or http://";
    if (!is_authority(origin.substr(secure ? 8 : 7))) {
        return "must be scheme, host in lower case and perhaps a port, as in https://app.example.com";
    }
    return std::nullopt;
}

std::string default_issuer(bool tls, std::uint16_t port) {
    return browser_url({"localhost", port}, tls, port);
}

}  // namespace watchword::app
