#pragma once
/// Cookies (RFC 6265): read from the Cookie header, written as Set-Cookie.

#include <watchword/http/message.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchword::http {

/// The cookies that a request carries, in their order. Views into the request's headers.
class Cookies {
  public:
    /// Reads every Cookie header. A part without '=' is skipped: other applications on the host may set such.
    explicit Cookies(const Headers& headers);

    /// The first value of that name (case matters), without surrounding quotes. Values are not decoded.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    std::size_t count(std::string_view name) const noexcept;

  private:
    std::vector<std::pair<std::string_view, std::string_view>> pairs_;
};

enum class SameSite : std::uint8_t { strict, lax, none };

/// A cookie to set. Defaults are the careful ones.
struct SetCookie {
    std::string name;
    /// Must be made of cookie octets (RFC 6265 section 4.1.1): base64url and percent-encoded text are.
    std::string value;
    std::string path = "/";
    /// None: until the browser closes. Zero or less deletes the cookie.
    std::optional<std::chrono::seconds> max_age = std::nullopt;
    bool http_only = true;
    bool secure = true;
    SameSite same_site = SameSite::lax;

    /// The value of a Set-Cookie header. Throws std::invalid_argument for a name, value or path that cannot be a
    /// cookie, and for "__Host-" or "__Secure-" names whose conditions are not met: that is a bug of the caller.
    std::string to_header() const;
};

/// Deletes the cookie that was set with the same name, path and flags.
SetCookie expired(SetCookie cookie);

}  // namespace watchword::http
