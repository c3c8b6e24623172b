#include <watchword/http/address.hpp>
#include <watchword/http/listener.hpp>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace watchword::http {
namespace {

enum class Sharing : std::uint8_t { alone, with_other_loops };

struct Endpoint {
    IpAddress address;
    bool is_v4;
    /// Missing on this machine is no error: the ::1 of "localhost".
    bool optional;
};

struct Place {
    std::vector<Endpoint> endpoints;
    std::uint16_t port;
};

Error refuse(Error::Code code, std::string_view address, const char* reason) {
    return {code, std::string(address) + ": " + reason};
}

Result<Place> parse_place(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return refuse(Error::invalid_configuration, text, "no port");
    const std::string_view digits = text.substr(colon + 1);
    std::string_view host = text.substr(0, colon);
    Place place{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
        return refuse(Error::invalid_configuration, text, "not a port");
    }
    if (host == "localhost") {
        place.endpoints = {{*IpAddress::parse("127.0.0.1"), true, false}, {*IpAddress::parse("::1"), false, true}};
        return place;
    }
    const bool bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    const auto address = IpAddress::parse(host);
    const bool is_v6 = host.find(':') != std::string_view::npos;
    if (!address || is_v6 != bracketed) {
        return refuse(Error::invalid_configuration, text, "neither an IP address nor localhost");
    }
    place.endpoints = {{*address, !is_v6, false}};
    return place;
}

int bind_v4(int descriptor, const Endpoint& endpoint, std::uint16_t port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    std::memcpy(&name.sin_addr, endpoint.address.bytes().data() + 12, 4);
    return ::bind(descriptor, reinterpret_cast<const sockaddr*>(&name), sizeof name);
}

int bind_v6(int descriptor, const Endpoint& endpoint, std::uint16_t port) {
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    name.sin6_port = htons(port);
    std::memcpy(&name.sin6_addr, endpoint.address.bytes().data(), 16);
    return ::bind(descriptor, reinterpret_cast<const sockaddr*>(&name), sizeof name);
}

/// -1 with errno on failure.
int bind_socket(const Endpoint& endpoint, std::uint16_t port, Sharing sharing) {
    Socket socket(::socket(endpoint.is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) return -1;
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (sharing == Sharing::with_other_loops) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    // [::] listens for IPv4 as well; one specific address has no use for it.
    const int only_v6 = endpoint.address == IpAddress() ? 0 : 1;
    if (!endpoint.is_v4) ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only_v6, sizeof only_v6);
    const int bound = endpoint.is_v4 ? bind_v4(socket.get(), endpoint, port) : bind_v6(socket.get(), endpoint, port);
    if (bound != 0) return -1;
    if (sharing == Sharing::with_other_loops && ::listen(socket.get(), SOMAXCONN) != 0) return -1;
    return socket.release();
}

bool is_missing_here(int error) noexcept {
    return error == EADDRNOTAVAIL || error == EAFNOSUPPORT || error == EPROTONOSUPPORT;
}

std::uint16_t port_of(int descriptor) noexcept {
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&name), &size);
    // The port is at the same place in both families.
    sockaddr_in v4{};
    std::memcpy(&v4, &name, sizeof v4);
    return ntohs(v4.sin_port);
}

Error bind_error(std::string_view text) {
    const int error = errno;
    const auto code = error == EADDRINUSE ? Error::address_in_use : Error::invalid_configuration;
    return refuse(code, text, std::strerror(error));
}

/// Takes every address alone, to notice another program; drops those that do not exist here; settles the port.
Result<Place> probe(std::string_view text, Place place) {
    std::vector<Socket> held;
    std::vector<Endpoint> found;
    for (const Endpoint& endpoint : place.endpoints) {
        const int descriptor = bind_socket(endpoint, place.port, Sharing::alone);
        if (descriptor < 0 && endpoint.optional && is_missing_here(errno)) continue;
        if (descriptor < 0) return bind_error(text);
        held.emplace_back(descriptor);
        found.push_back(endpoint);
        place.port = port_of(descriptor);
    }
    place.endpoints = std::move(found);
    return place;
}

Result<Listeners> bind_all(std::string_view text, const Place& place, std::size_t loops) {
    Listeners listeners;
    listeners.port = place.port;
    listeners.of_loop.resize(loops);
    for (auto& sockets : listeners.of_loop) {
        for (const Endpoint& endpoint : place.endpoints) {
            const int descriptor = bind_socket(endpoint, place.port, Sharing::with_other_loops);
            if (descriptor < 0) return bind_error(text);
            sockets.emplace_back(descriptor);
        }
    }
    return listeners;
}

Result<Listeners> try_to_listen(std::string_view text, const Place& wanted, std::size_t loops) {
    auto place = probe(text, wanted);
    if (!place) return place.error();
    return bind_all(text, *place, loops);
}

}  // namespace

Result<Listeners> listen_on(std::string_view address, std::size_t loops) {
    const auto wanted = parse_place(address);
    if (!wanted) return wanted.error();
    auto listeners = try_to_listen(address, *wanted, loops);
    // A free port of one address may be taken on the other, or be lost between the two binds.
    for (int attempt = 0; attempt < 8 && wanted->port == 0 && !listeners; ++attempt) {
        listeners = try_to_listen(address, *wanted, loops);
    }
    return listeners;
}

}  // namespace watchword::http
