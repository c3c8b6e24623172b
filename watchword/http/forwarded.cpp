#include <watchword/http/forwarded.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>
#include <optional>

namespace watchword::http {
namespace {

/// The comma-separated elements of every field of that name, nearest hop last.
std::vector<std::string_view> elements(const Headers& headers, std::string_view name) {
    std::vector<std::string_view> found;
    for (std::string_view rest : headers.all(name)) {
        while (!rest.empty())
            found.push_back(take_part(rest, ','));
    }
    return found;
}

std::string_view without_quotes(std::string_view text) noexcept {
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return quoted ? text.substr(1, text.size() - 2) : text;
}

/// The value of `key` in one element of Forwarded: `for=192.0.2.1;proto=https`.
std::string_view parameter(std::string_view element, std::string_view key) noexcept {
    while (!element.empty()) {
        const std::string_view pair = take_part(element, ';');
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || !equals_ignoring_case(pair.substr(0, equals), key)) continue;
        return without_quotes(pair.substr(equals + 1));
    }
    return {};
}

/// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:4711".
std::optional<IpAddress> parse_hop(std::string_view hop) noexcept {
    if (hop.starts_with('[')) return IpAddress::parse(hop.substr(1, hop.find(']') - 1));
    if (std::ranges::count(hop, ':') == 1) hop = hop.substr(0, hop.find(':'));
    return IpAddress::parse(hop);
}

std::vector<std::string_view> stated_hops(const Headers& headers) {
    std::vector<std::string_view> hops = elements(headers, "X-Forwarded-For");
    if (!hops.empty()) return hops;
    hops = elements(headers, "Forwarded");
    for (std::string_view& hop : hops)
        hop = parameter(hop, "for");
    return hops;
}

std::string_view stated_scheme(const Headers& headers) {
    const auto schemes = elements(headers, "X-Forwarded-Proto");
    if (!schemes.empty()) return schemes.back();
    const auto forwarded = elements(headers, "Forwarded");
    return forwarded.empty() ? std::string_view{} : parameter(forwarded.back(), "proto");
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
    TrustedProxies proxies;
    for (const std::string& text : networks) {
        auto network = Network::parse(text);
        if (!network) return network.error();
        proxies.networks_.push_back(*network);
    }
    return proxies;
}

bool TrustedProxies::trusts(const IpAddress& address) const noexcept {
    return std::ranges::any_of(networks_, [&](const Network& network) { return network.contains(address); });
}

IpAddress TrustedProxies::client(const IpAddress& peer, const Headers& headers) const {
    IpAddress client = peer;
    if (!trusts(peer)) return client;
    auto hops = stated_hops(headers);
    while (!hops.empty() && trusts(client)) {
        const auto hop = parse_hop(hops.back());
        if (!hop) return client;
        client = *hop;
        hops.pop_back();
    }
    return client;
}

Scheme TrustedProxies::scheme(Scheme connection, const IpAddress& peer, const Headers& headers) const {
    if (connection == Scheme::https || !trusts(peer)) return connection;
    return equals_ignoring_case(stated_scheme(headers), "https") ? Scheme::https : Scheme::http;
}

}  // namespace watchword::http
