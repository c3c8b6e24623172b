#include <watchword/app/consistency.hpp>
#include <watchword/app/issuer.hpp>
#include <watchword/app/listen_address.hpp>

#include <algorithm>

#include <arpa/inet.h>

namespace watchword::app {
namespace {

using Objection = std::optional<std::string>;

Objection objection_to_network(std::string_view network) {
    const std::string address(network.substr(0, network.find('/')));
    in6_addr unused{};
    const bool v4 = inet_pton(AF_INET, address.c_str(), &unused) == 1;
    const bool v6 = inet_pton(AF_INET6, address.c_str(), &unused) == 1;
    if (!v4 && !v6) return "must be an address or a network such as 10.0.0.0/8";
    if (address.size() == network.size()) return std::nullopt;
    const auto bits = parse_number(network.substr(address.size() + 1));
    if (!bits || *bits > (v4 ? 32 : 128)) return "must end with a prefix length that fits, as in 10.0.0.0/8";
    return std::nullopt;
}

/// RFC 6749 section 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
Objection objection_to_scope(std::string_view scope) {
    const bool allowed = !scope.empty() && std::ranges::all_of(scope, [](unsigned char character) {
        return character > 0x20 && character < 0x7f && character != '"' && character != '\\';
    });
    return allowed ? std::nullopt : Objection("must be printable ASCII without spaces, quotes and backslashes");
}

/// RFC 8707 section 2: an absolute URI, without a fragment.
Objection objection_to_resource(std::string_view resource) {
    const std::size_t colon = resource.find(':');
    const bool absolute = colon != std::string_view::npos && colon > 0 && colon + 1 < resource.size();
    if (!absolute || resource.find_first_of("# ") != std::string_view::npos) {
        return "must be an absolute URI without a fragment, as in https://api.example.com";
    }
    return std::nullopt;
}

void check_each(Loaded& loaded, Setting setting, Objection (*objection_to)(std::string_view)) {
    for (const std::string& each : loaded.configuration.list(setting)) {
        const Objection objection = objection_to(each);
        if (!objection) continue;
        loaded.errors.push_back({loaded.configuration.place(setting),
                                 std::string(definition(setting).name) + ": \"" + each + "\" " + *objection + "."});
    }
}

void check_listen(Loaded& loaded) {
    const Configuration& configuration = loaded.configuration;
    if (parse_listen_address(configuration.text(Setting::listen))) return;
    loaded.errors.push_back({configuration.place(Setting::listen),
                             "listen is \"" + configuration.text(Setting::listen) +
                                 "\"; it must be HOST:PORT, as in localhost:8080, 0.0.0.0:443 or [::1]:8080."});
}

void check_issuer(Loaded& loaded) {
    const Configuration& configuration = loaded.configuration;
    const std::string& issuer = configuration.text(Setting::issuer);
    if (issuer.empty()) return;
    const Objection objection = objection_to_issuer(issuer);
    if (!objection) return;
    loaded.errors.push_back(
        {configuration.place(Setting::issuer), "issuer is \"" + issuer + "\"; it " + *objection + "."});
}

void check_reachable_issuer(Loaded& loaded) {
    const Configuration& configuration = loaded.configuration;
    const auto listen = parse_listen_address(configuration.text(Setting::listen));
    if (!listen || listen->is_loopback() || !configuration.text(Setting::issuer).empty()) return;
    loaded.notes.push_back({configuration.place(Setting::listen),
                            "Other machines can reach the server, but its issuer is " +
                                configuration.issuer(listen->port) + "; set issuer to the address that they use."});
}

/// OWASP's least: 7 MiB with 5 passes, or more memory with fewer.
void check_password_strength(Loaded& loaded) {
    const Configuration& configuration = loaded.configuration;
    const std::int64_t memory = configuration.number(Setting::argon2_memory_kib);
    const std::int64_t passes = configuration.number(Setting::argon2_passes);
    if (memory * passes >= 7 * 1024 * 5) return;
    loaded.notes.push_back({configuration.place(Setting::argon2_memory_kib),
                            "Passwords are hashed more cheaply than OWASP advises (at least 19456 KiB and 2 passes)."});
}

void check_tls(Loaded& loaded) {
    const Configuration& configuration = loaded.configuration;
    const bool certificate = configuration.has_tls();
    const bool key = !configuration.text(Setting::tls_key).empty();
    if (certificate == key) return;
    const Setting given = certificate ? Setting::tls_cert : Setting::tls_key;
    const Setting missing = certificate ? Setting::tls_key : Setting::tls_cert;
    loaded.errors.push_back({configuration.place(given), std::string(definition(given).name) + " needs " +
                                                             std::string(definition(missing).name) + " as well."});
}

void check_order(Loaded& loaded, Setting shorter, Setting longer) {
    const Configuration& configuration = loaded.configuration;
    if (configuration.number(shorter) <= configuration.number(longer)) return;
    const bool blame_longer = configuration.place(shorter) == "default";
    loaded.errors.push_back({configuration.place(blame_longer ? longer : shorter),
                             std::string(definition(shorter).name) + " (" + configuration.written(shorter) +
                                 ") must not be longer than " + std::string(definition(longer).name) + " (" +
                                 configuration.written(longer) + ")."});
}

void check_not_empty(Loaded& loaded, Setting setting) {
    if (!loaded.configuration.text(setting).empty()) return;
    loaded.errors.push_back(
        {loaded.configuration.place(setting), std::string(definition(setting).name) + " must not be empty."});
}

}  // namespace

void check_consistency(Loaded& loaded) {
    check_listen(loaded);
    check_not_empty(loaded, Setting::data);
    check_issuer(loaded);
    check_reachable_issuer(loaded);
    check_tls(loaded);
    check_password_strength(loaded);
    check_each(loaded, Setting::trusted_proxies, objection_to_network);
    check_each(loaded, Setting::cors_origins, objection_to_origin);
    check_each(loaded, Setting::scopes, objection_to_scope);
    check_each(loaded, Setting::resources, objection_to_resource);
    check_order(loaded, Setting::refresh_idle_lifetime, Setting::refresh_absolute_lifetime);
    check_order(loaded, Setting::session_idle_lifetime, Setting::session_absolute_lifetime);
}

}  // namespace watchword::app
