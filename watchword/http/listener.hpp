#pragma once
/// Listening sockets: one per address and event loop, all on the same port.

#include <watchword/base/result.hpp>
#include <watchword/http/socket.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace watchword::http {

struct Listeners {
    std::uint16_t port = 0;
    /// One vector an event loop.
    std::vector<std::vector<Socket>> of_loop;
};

/// Binds and listens on "host:port": an IP literal ("[::1]:0"), or "localhost", which is 127.0.0.1 and, where there is
/// one, ::1. Binds once without SO_REUSEPORT first, so that a busy port is noticed.
/// Errors: invalid_configuration, address_in_use.
Result<Listeners> listen_on(std::string_view address, std::size_t loops);

}  // namespace watchword::http
