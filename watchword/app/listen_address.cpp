#include <watchword/app/listen_address.hpp>
#include <watchword/app/setting.hpp>

namespace watchword::app {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
    const auto number = text.size() > 5 ? std::nullopt : parse_number(text);
    if (!number || *number > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(*number);
}

/// What is left of the host without its brackets; empty if they do not belong together.
std::string_view without_brackets(std::string_view host) {
    const bool is_v6 = host.find(':') != std::string_view::npos;
    const bool in_brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (is_v6 != in_brackets) return {};
    return in_brackets ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

bool ListenAddress::is_loopback() const noexcept {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool ListenAddress::is_wildcard() const noexcept {
    return host == "0.0.0.0" || host == "::";
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = parse_port(text.substr(colon + 1));
    const std::string_view host = without_brackets(text.substr(0, colon));
    if (!port || host.empty() || host.find_first_of(" /?#@[]") != std::string_view::npos) return std::nullopt;
    return ListenAddress{std::string(host), *port};
}

std::string browser_url(const ListenAddress& address, bool tls, std::uint16_t bound_port) {
    const bool local = address.is_loopback() || address.is_wildcard();
    const bool is_v6 = address.host.find(':') != std::string::npos;
    const std::string host = local ? "localhost" : is_v6 ? "[" + address.host + "]" : address.host;
    const std::uint16_t usual = tls ? 443 : 80;
    return (tls ? "https://" : "http://") + host + (bound_port == usual ? "" : ":" + std::to_string(bound_port));
}

}  // namespace watchword::app
