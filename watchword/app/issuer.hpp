#pragma once
/// What may be an issuer (RFC 8414 section 2).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::app {

/// Why `issuer` cannot be one, as a sentence's end ("must ..."); empty if it can. https, or http on a loopback host; a
/// host, perhaps a port, nothing else: the server answers at the root of its host, and an issuer is compared byte by
/// byte, so that a slash at its end would make another one.
std::optional<std::string> objection_to_issuer(std::string_view issuer);

/// Why `origin` cannot be a web origin as a browser sends it (RFC 6454 section 6.2); empty if it can.
std::optional<std::string> objection_to_origin(std::string_view origin);

/// http(s)://localhost:PORT, without the port where it is the usual one.
std::string default_issuer(bool tls, std::uint16_t port);

}  // namespace watchword::app
