#pragma once
/// Reading HOST:PORT.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::app {

struct ListenAddress {
    std::string host;  ///< IPv6 without brackets
    std::uint16_t port = 0;

    /// Only this machine can reach it.
    bool is_loopback() const noexcept;
    /// Every interface.
    bool is_wildcard() const noexcept;
};

/// "localhost:8080", "0.0.0.0:443", "[::1]:0". Empty optional for anything else.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

/// What to show to people who shall open it in a browser: `localhost` where that reaches it.
std::string browser_url(const ListenAddress& address, bool tls, std::uint16_t bound_port);

}  // namespace watchword::app
