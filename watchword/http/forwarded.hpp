#pragma once
/// Who asks, when a proxy stands between: X-Forwarded-For, X-Forwarded-Proto and Forwarded (RFC 7239), believed only
/// from trusted networks.

#include <watchword/http/address.hpp>
#include <watchword/http/message.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace watchword::http {

/// Immutable, so thread-safe.
class TrustedProxies {
  public:
    /// Error: invalid_configuration.
    static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

    bool trusts(const IpAddress& address) const noexcept;

    /// The client: walking the stated hops from the nearest, the first that is not a trusted proxy. A hop that is not
    /// an address ends the walk, and the proxy that stated it counts as the client. `Forwarded` is read only where
    /// X-Forwarded-For is absent: a trusted proxy must set or remove both.
    IpAddress client(const IpAddress& peer, const Headers& headers) const;

    /// https if the connection is, or if a trusted peer says so in its own (the last) entry.
    Scheme scheme(Scheme connection, const IpAddress& peer, const Headers& headers) const;

  private:
    std::vector<Network> networks_;
};

}  // namespace watchword::http
