#pragma once
/// Where a browser goes after signing in: never to another site (RFC 9700 section 4.11, open redirectors).

#include <watchword/http/message.hpp>

#include <string>
#include <string_view>

namespace watchword::endpoints {

/// `next` if it is an absolute path of this server in printable ASCII, else "/account". Browsers read "//", "/\" and
/// control characters as the start of another host.
std::string safe_next(std::string_view next);

/// "/login?next=..." that leads back to this request if it was one for a page, else to the account.
std::string login_path_for(const http::Request& request);

}  // namespace watchword::endpoints
