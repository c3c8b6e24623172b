#pragma once
/// IP addresses and networks as values. IPv4 is kept as its IPv6-mapped form (RFC 4291 section 2.5.5.2), so that one
/// client has one spelling.

#include <watchword/base/result.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace watchword::http {

class IpAddress {
  public:
    IpAddress() = default;
    /// "192.0.2.1", "2001:db8::1"; no port, no brackets, no zone.
    static std::optional<IpAddress> parse(std::string_view text) noexcept;
    /// The peer of a TCP connection; all zero for another family.
    static IpAddress of(const sockaddr& peer) noexcept;

    bool is_v4() const noexcept;
    /// The usual spelling; mapped addresses as IPv4.
    std::string to_string() const;
    /// What a client is counted by: the address, for IPv6 its /64, which one subscriber has to himself.
    IpAddress counted() const noexcept;
    const std::array<std::uint8_t, 16>& bytes() const noexcept { return bytes_; }
    auto operator<=>(const IpAddress&) const = default;

  private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// A network in CIDR notation: "10.0.0.0/8", "2001:db8::/32", or a single address.
class Network {
  public:
    /// Error: invalid_configuration, also for bits beyond the prefix ("10.0.0.1/8" is a slip of the pen).
    static Result<Network> parse(std::string_view text);
    bool contains(const IpAddress& address) const noexcept;

  private:
    IpAddress base_;
    unsigned prefix_ = 128;
};

}  // namespace watchword::http
