#include <watchword/http/cookies.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace watchword::http {
namespace {

std::string_view without_quotes(std::string_view value) noexcept {
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.substr(1, value.size() - 2) : value;
}

/// cookie-octet of RFC 6265 section 4.1.1.
bool is_cookie_octet(char character) noexcept {
    return character > ' ' && character < '\x7f' && character != '"' && character != ',' && character != ';' &&
           character != '\\';
}

bool is_path_character(char character) noexcept {
    return character >= ' ' && character < '\x7f' && character != ';';
}

void check(const SetCookie& cookie) {
    if (!is_token(cookie.name)) throw std::invalid_argument("cookie name");
    if (!std::ranges::all_of(cookie.value, is_cookie_octet)) throw std::invalid_argument("cookie value");
    if (!cookie.path.starts_with('/') || !std::ranges::all_of(cookie.path, is_path_character)) {
        throw std::invalid_argument("cookie path");
    }
    const bool host = cookie.name.starts_with("__Host-");
    if ((host || cookie.name.starts_with("__Secure-")) && !cookie.secure) throw std::invalid_argument("cookie prefix");
    if (host && cookie.path != "/") throw std::invalid_argument("cookie prefix");
    if (cookie.same_site == SameSite::none && !cookie.secure) throw std::invalid_argument("SameSite=None");
}

std::string_view text_of(SameSite same_site) noexcept {
    if (same_site == SameSite::strict) return "; SameSite=Strict";
    if (same_site == SameSite::lax) return "; SameSite=Lax";
    return "; SameSite=None";
}

}  // namespace

Cookies::Cookies(const Headers& headers) {
    for (std::string_view rest : headers.all("Cookie")) {
        while (!rest.empty()) {
            const std::string_view part = take_part(rest, ';');
            const std::size_t equals = part.find('=');
            if (equals == std::string_view::npos) continue;
            pairs_.emplace_back(trim(part.substr(0, equals)), without_quotes(trim(part.substr(equals + 1))));
        }
    }
}

std::optional<std::string_view> Cookies::find(std::string_view name) const noexcept {
    for (const auto& [found, value] : pairs_) {
        if (found == name) return value;
    }
    return std::nullopt;
}

std::size_t Cookies::count(std::string_view name) const noexcept {
    return static_cast<std::size_t>(
        std::ranges::count_if(pairs_, [&](const auto& pair) { return pair.first == name; }));
}

std::string SetCookie::to_header() const {
    check(*this);
    std::string header = name + '=' + value + "; Path=" + path;
    if (max_age) header += "; Max-Age=" + std::to_string(std::max<std::int64_t>(max_age->count(), 0));
    if (http_only) header += "; HttpOnly";
    if (secure) header += "; Secure";
    header += text_of(same_site);
    return header;
}

SetCookie expired(SetCookie cookie) {
    cookie.value.clear();
    cookie.max_age = std::chrono::seconds(0);
    return cookie;
}

}  // namespace watchword::http
