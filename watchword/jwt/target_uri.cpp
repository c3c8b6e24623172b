#include <watchword/jwt/target_uri.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace watchword::jwt {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

/// RFC 3986 section 2.3.
bool is_unreserved(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

bool is_visible(char c) noexcept {
    return c > ' ' && c < 0x7f && c != '\\';
}

/// Of a registered name, an address, or an IPv6 address in brackets.
bool is_host(std::string_view host) noexcept {
    const bool literal = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
    if (literal) host = host.substr(1, host.size() - 2);
    const std::string_view others = literal ? ":" : "!$&'()*+,;=";
    return !host.empty() && std::all_of(host.begin(), host.end(), [others](char c) {
        return is_unreserved(c) || others.find(c) != std::string_view::npos;
    });
}

/// ":8443", or nothing for the scheme's own port (section 6.2.3). Empty optional if `text` is no port.
std::optional<std::string> normalized_port(std::string_view text, std::string_view scheme) {
    if (text.empty()) return std::string();
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (port == (scheme == "https" ? 443 : 80)) return std::string();
    return std::to_string(port).insert(0, 1, ':');
}

std::optional<std::string> normalized_authority(std::string_view authority, std::string_view scheme) {
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const std::string_view host = authority.substr(0, colon);
    if (!is_host(host)) return std::nullopt;
    const std::string_view digits = colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1);
    const auto port = normalized_port(digits, scheme);
    if (!port) return std::nullopt;
    return lower(host) + *port;
}

/// The byte that "%41" stands for; empty if that is no escape.
std::optional<char> unescaped(std::string_view escape) noexcept {
    if (escape.size() < 3) return std::nullopt;
    const std::size_t high = hex_digits.find(upper(escape[1]));
    const std::size_t low = hex_digits.find(upper(escape[2]));
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    return static_cast<char>(high * 16 + low);
}

/// Sections 6.2.2.1 and 6.2.2.2: escapes in upper case, and none where none is needed.
std::optional<std::string> normalized_escapes(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '%') {
            out += path[i];
            continue;
        }
        const auto byte = unescaped(path.substr(i, 3));
        if (!byte) return std::nullopt;
        if (is_unreserved(*byte))
            out += *byte;
        else
            out.append({'%', upper(path[i + 1]), upper(path[i + 2])});
        i += 2;
    }
    return out;
}

/// Section 5.2.4, for a path that is empty or begins with a slash.
std::string without_dot_segments(std::string_view path) {
    std::vector<std::string_view> kept;
    std::string_view segment;
    while (!path.empty()) {
        path.remove_prefix(1);
        segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        if (segment == ".." && !kept.empty()) kept.pop_back();
        if (segment != "." && segment != "..") kept.push_back(segment);
    }
    std::string out;
    for (const std::string_view name : kept)
        out.append(1, '/').append(name);
    // "/a/." and "/a/.." name what is in a folder; "/" is the empty path, too (section 6.2.3).
    return segment == "." || segment == ".." || kept.empty() ? out + '/' : out;
}

}  // namespace

std::optional<std::string> normalized_target(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    if (!std::all_of(url.begin(), url.end(), is_visible)) return std::nullopt;
    const std::size_t end_of_scheme = url.find("://");
    if (end_of_scheme == std::string_view::npos) return std::nullopt;
    const std::string scheme = lower(url.substr(0, end_of_scheme));
    if (scheme != "http" && scheme != "https") return std::nullopt;
    url.remove_prefix(end_of_scheme + 3);
    const std::string_view authority = url.substr(0, url.find('/'));
    const auto host = normalized_authority(authority, scheme);
    const auto path = normalized_escapes(url.substr(authority.size()));
    if (!host || !path) return std::nullopt;
    return scheme + "://" + *host + without_dot_segments(*path);
}

}  // namespace watchword::jwt
