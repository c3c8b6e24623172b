#include <watchword/guard/presented_token.hpp>

#include <algorithm>

namespace watchword::guard {
namespace {

/// RFC 7519 tokens and all others fit into this alphabet (RFC 6750 section 2.1, b64token).
bool is_token_character(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~+/").find(c) != std::string_view::npos;
}

bool is_b64token(std::string_view text) noexcept {
    const std::string_view body = text.substr(0, text.find_last_not_of('=') + 1);
    return !body.empty() && std::all_of(body.begin(), body.end(), is_token_character);
}

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// RFC 9110 section 11.1: the scheme is compared without case.
bool is_scheme(std::string_view given, std::string_view name) noexcept {
    return std::equal(given.begin(), given.end(), name.begin(), name.end(),
                      [](char character, char wanted) { return (character | 0x20) == wanted; });
}

std::optional<Scheme> find_scheme(std::string_view given, bool dpop) noexcept {
    if (is_scheme(given, "bearer")) return Scheme::bearer;
    if (dpop && is_scheme(given, "dpop")) return Scheme::dpop;
    return std::nullopt;
}

Result<PresentedToken> token_in_authorization(const std::vector<std::string_view>& values, bool dpop) {
    if (values.size() > 1) return Error(Error::several_tokens, "Authorization is there more than once");
    if (values.empty()) return Error::missing_token;
    const std::string_view value = trimmed(values.front());
    const std::size_t space = std::min(value.find(' '), value.size());
    const auto scheme = find_scheme(value.substr(0, space), dpop);
    if (!scheme) return Error::missing_token;
    const std::string_view token = trimmed(value.substr(space));
    if (!is_b64token(token)) return Error(Error::invalid_request, "the scheme is not followed by one token");
    return PresentedToken{token, *scheme};
}

/// The value of `pair` if it is the cookie of that name and has a value: an empty cookie is one that was taken back.
std::string_view cookie_value(std::string_view pair, std::string_view name) noexcept {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != name) return {};
    return trimmed(pair.substr(equals + 1));
}

/// Two cookies of one name come from two paths or hosts (cookie tossing): which is ours cannot be told.
Result<PresentedToken> token_in_cookie(const std::vector<std::string_view>& values, std::string_view name) {
    std::string_view found;
    for (std::string_view rest : values) {
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view value = cookie_value(rest.substr(0, end), name);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (value.empty()) continue;
            if (!found.empty()) return Error(Error::several_tokens, "the cookie is there more than once");
            found = value;
        }
    }
    if (found.empty()) return Error::missing_token;
    return PresentedToken{found};
}

Result<PresentedToken> token_in_either(const RequestView& request, const std::string& cookie_name, bool dpop) {
    auto header = token_in_authorization(request.authorization, dpop);
    if (!header && !(header.error() == Error::missing_token)) return header;
    auto cookie = token_in_cookie(request.cookie, cookie_name);
    if (!header) return cookie;
    if (!cookie && cookie.error() == Error::missing_token) return header;
    return Error(Error::several_tokens, "there is a token in Authorization and in a cookie");
}

}  // namespace

Result<PresentedToken> find_token(const RequestView& request, const Extraction& extraction, bool dpop) {
    switch (extraction.from) {
        case Extraction::From::bearer:
            return token_in_authorization(request.authorization, dpop);
        case Extraction::From::cookie:
            return token_in_cookie(request.cookie, extraction.cookie_name);
        case Extraction::From::bearer_or_cookie:
            return token_in_either(request, extraction.cookie_name, dpop);
    }
    return Error::missing_token;
}

Result<std::string_view> extract_token(const RequestView& request, const Extraction& extraction) {
    const Result<PresentedToken> found = find_token(request, extraction, false);
    if (!found) return found.error();
    return found->token;
}

}  // namespace watchword::guard
