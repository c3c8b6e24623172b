#include "settings.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace {

void set_listen(Settings& settings, std::string_view text) {
    const std::size_t colon = text.rfind(':');
    const std::string_view port = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), settings.port);
    const bool is_port = error == std::errc() && end == port.data() + port.size() && settings.port >= 0;
    if (!is_port || settings.port > 65535) throw std::invalid_argument("--listen wants HOST:PORT");
    settings.host = text.substr(0, colon);
}

struct Option {
    std::string_view flag;
    const char* variable;
    void (*set)(Settings&, std::string_view);
};
constexpr std::array<Option, 4> options{{
    {"--issuer", "SERVICE_ISSUER", [](Settings& settings, std::string_view text) { settings.issuer = text; }},
    {"--audience", "SERVICE_AUDIENCE", [](Settings& settings, std::string_view text) { settings.audience = text; }},
    {"--keys", "SERVICE_KEYS", [](Settings& settings, std::string_view text) { settings.keys_url = text; }},
    {"--listen", "SERVICE_LISTEN", set_listen},
}};

const Option& option_of(std::string_view flag) {
    for (const Option& option : options)
        if (option.flag == flag) return option;
    throw std::invalid_argument(std::string(flag) + " is no option; there are --issuer, --audience, --keys, --listen");
}

}  // namespace

Settings read_settings(int argc, char** argv) {
    Settings settings;
    for (const Option& option : options)
        if (const char* const value = std::getenv(option.variable); value != nullptr && *value != '\0')
            option.set(settings, value);
    for (int i = 1; i < argc; i += 2) {
        const Option& option = option_of(argv[i]);
        if (i + 1 == argc) throw std::invalid_argument(std::string(option.flag) + " wants a value");
        option.set(settings, argv[i + 1]);
    }
    if (settings.audience.empty()) settings.audience = settings.issuer;
    if (settings.keys_url.empty()) settings.keys_url = settings.issuer + "/.well-known/jwks.json";
    return settings;
}
