#pragma once
/// Protection against forged requests: a page's form carries a token that only this browser's cookies explain, and the
/// browser itself says where the request comes from.

#include <watchword/base/random.hpp>
#include <watchword/http/message.hpp>

#include <string>
#include <string_view>

namespace watchword::endpoints {

/// A fresh value for the per-browser cookie: 256 random bits.
std::string generate_csrf_cookie(Random& random);

/// Whether a cookie's value can be one of ours.
bool is_csrf_cookie(std::string_view cookie) noexcept;

/// The token for the forms: HMAC of the session's cookie (empty before sign-in) under the browser's. Whoever could
/// plant a cookie in the browser still does not know the session's, so the token of a signed-in person cannot be made
/// up.
std::string csrf_token(std::string_view browser_cookie, std::string_view session_cookie);

/// In constant time.
bool csrf_token_matches(std::string_view token, std::string_view browser_cookie, std::string_view session_cookie);

/// Whether Sec-Fetch-Site and Origin, as far as they are sent, allow that the request comes from one of our pages.
/// `issuer` is this server's public address; the address in Host counts as well (a person may use another name).
bool comes_from_own_page(const http::Request& request, std::string_view issuer);

}  // namespace watchword::endpoints
