#include <watchword/http/address.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace watchword::http {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool equal_bits(const IpAddress& a, const IpAddress& b, unsigned bits) noexcept {
    const std::size_t whole = bits / 8;
    if (!std::equal(a.bytes().begin(), a.bytes().begin() + static_cast<std::ptrdiff_t>(whole), b.bytes().begin())) {
        return false;
    }
    if (bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff00 >> (bits % 8));
    return ((a.bytes()[whole] ^ b.bytes()[whole]) & mask) == 0;
}

bool has_bits_beyond(const IpAddress& address, unsigned prefix) noexcept {
    for (unsigned bit = prefix; bit < 128; ++bit) {
        if ((address.bytes()[bit / 8] >> (7 - bit % 8) & 1) != 0) return true;
    }
    return false;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) noexcept {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size()) return std::nullopt;
    std::ranges::copy(text, terminated.begin());
    IpAddress address;
    if (inet_pton(AF_INET6, terminated.data(), address.bytes_.data()) == 1) return address;
    std::ranges::copy(mapped_prefix, address.bytes_.begin());
    if (inet_pton(AF_INET, terminated.data(), address.bytes_.data() + mapped_prefix.size()) == 1) return address;
    return std::nullopt;
}

IpAddress IpAddress::of(const sockaddr& peer) noexcept {
    IpAddress address;
    if (peer.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &peer, sizeof v6);
        std::memcpy(address.bytes_.data(), &v6.sin6_addr, address.bytes_.size());
    } else if (peer.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &peer, sizeof v4);
        std::ranges::copy(mapped_prefix, address.bytes_.begin());
        std::memcpy(address.bytes_.data() + mapped_prefix.size(), &v4.sin_addr, 4);
    }
    return address;
}

bool IpAddress::is_v4() const noexcept {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes_.begin());
}

std::string IpAddress::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const char* written = is_v4() ? inet_ntop(AF_INET, bytes_.data() + mapped_prefix.size(), text.data(), text.size())
                                  : inet_ntop(AF_INET6, bytes_.data(), text.data(), text.size());
    return written == nullptr ? std::string() : std::string(written);
}

IpAddress IpAddress::counted() const noexcept {
    IpAddress counted = *this;
    if (!is_v4()) std::fill(counted.bytes_.begin() + 8, counted.bytes_.end(), std::uint8_t{0});
    return counted;
}

Result<Network> Network::parse(std::string_view text) {
    const auto refuse = [&] { return Error(Error::invalid_configuration, "not a network: " + std::string(text)); };
    const std::size_t slash = text.find('/');
    const auto base = IpAddress::parse(text.substr(0, slash));
    if (!base) return refuse();
    Network network;
    network.base_ = *base;
    if (slash == std::string_view::npos) return network;

    const std::string_view digits = text.substr(slash + 1);
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    const unsigned most = base->is_v4() ? 32 : 128;
    if (error != std::errc() || end != digits.data() + digits.size() || prefix > most) return refuse();
    network.prefix_ = prefix + (128 - most);
    if (has_bits_beyond(*base, network.prefix_)) return refuse();
    return network;
}

bool Network::contains(const IpAddress& address) const noexcept {
    return equal_bits(base_, address, prefix_);
}

}  // namespace watchword::http
