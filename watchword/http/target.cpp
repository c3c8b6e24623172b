#include <watchword/http/address.hpp>
#include <watchword/http/target.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>

namespace watchword::http {
namespace {

bool is_target_character(char character) noexcept {
    return character > ' ' && character < '\x7f' && character != '#';
}

/// Unreserved, sub-delims and "%": what a reg-name is made of (RFC 3986 section 3.2.2).
bool is_host_character(char character) noexcept {
    return is_alphanumeric(character) || std::string_view("-._~!$&'()*+,;=%").find(character) != std::string_view::npos;
}

bool is_port(std::string_view port) noexcept {
    return port.size() <= 5 && std::ranges::all_of(port, is_digit) && (port.size() < 5 || port <= "65535");
}

/// After the authority of an absolute-form: "", "/path", "?query".
Target split(std::string_view path_and_query) {
    Target target;
    const std::size_t mark = path_and_query.find('?');
    target.path = path_and_query.substr(0, mark);
    if (mark != std::string_view::npos) target.query = path_and_query.substr(mark + 1);
    if (target.path.empty()) target.path.assign(1, '/');
    return target;
}

std::optional<Target> parse_absolute(std::string_view target) {
    const std::size_t colon = target.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view scheme = target.substr(0, colon);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return std::nullopt;
    target.remove_prefix(colon + 3);
    const std::string_view authority = target.substr(0, target.find_first_of("/?"));
    if (!is_host(authority)) return std::nullopt;
    Target parsed = split(target.substr(authority.size()));
    parsed.authority = authority;
    return parsed;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target, Method method) {
    if (!std::ranges::all_of(target, is_target_character)) return std::nullopt;
    if (target.starts_with('/')) return split(target);
    if (target == "*" && method == Method::options) return Target{"*", {}, {}};
    return parse_absolute(target);
}

bool is_host(std::string_view host) noexcept {
    std::size_t end = 0;
    if (host.starts_with('[')) {
        const std::size_t bracket = host.find(']');
        if (bracket == std::string_view::npos) return false;
        const auto literal = IpAddress::parse(host.substr(1, bracket - 1));
        if (!literal || host.substr(1, bracket - 1).find(':') == std::string_view::npos) return false;
        end = bracket + 1;
    } else {
        while (end < host.size() && is_host_character(host[end]))
            ++end;
        if (end == 0) return false;
    }
    return end == host.size() || (host[end] == ':' && is_port(host.substr(end + 1)));
}

Method method_of(std::string_view method) noexcept {
    for (const Method known :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
        if (method == name(known)) return known;
    }
    return Method::other;
}

}  // namespace watchword::http
