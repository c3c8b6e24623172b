#include <watchword/app/configuration.hpp>
#include <watchword/app/issuer.hpp>
#include <watchword/app/listen_address.hpp>
#include <watchword/app/setting_value.hpp>

namespace watchword::app {
namespace {

std::string joined(const std::vector<std::string>& texts) {
    std::string text;
    for (const std::string& each : texts)
        text += (text.empty() ? "" : ",") + each;
    return text;
}

std::string written_number(const SettingDefinition& setting, std::int64_t number) {
    if (setting.kind == Kind::duration) return duration_text(number);
    if (setting.kind == Kind::size) return size_text(number);
    return std::to_string(number);
}

}  // namespace

Configuration::Configuration() {
    for (const SettingDefinition& setting : setting_definitions()) {
        values_.push_back({parse_setting(setting, setting.fallback).value(), "default"});
    }
}

std::string Configuration::written(Setting setting) const {
    const auto& content = at(setting).content;
    if (const auto* text = std::get_if<std::string>(&content)) return *text;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&content)) return joined(*texts);
    return written_number(definition(setting), std::get<std::int64_t>(content));
}

std::uint16_t Configuration::port() const {
    const auto address = parse_listen_address(text(Setting::listen));
    return address ? address->port : std::uint16_t{0};
}

std::string Configuration::issuer(std::uint16_t bound_port) const {
    const std::string& configured = text(Setting::issuer);
    return configured.empty() ? default_issuer(has_tls(), bound_port) : configured;
}

auth::Settings Configuration::auth_settings(std::uint16_t bound_port) const {
    auth::Settings settings;
    settings.issuer = issuer(bound_port);
    settings.default_audience = text(Setting::default_audience);
    settings.resources = list(Setting::resources);
    settings.scopes = list(Setting::scopes);
    settings.signing_algorithm = jose::find_algorithm(text(Setting::signing_algorithm)).value();
    settings.lifetimes = {
        .access_token = seconds(Setting::access_token_lifetime),
        .refresh_idle = seconds(Setting::refresh_idle_lifetime),
        .refresh_absolute = seconds(Setting::refresh_absolute_lifetime),
        .refresh_grace = seconds(Setting::refresh_grace),
        .session_idle = seconds(Setting::session_idle_lifetime),
        .session_absolute = seconds(Setting::session_absolute_lifetime),
        .key_publication = seconds(Setting::key_publication),
    };
    settings.limits = {
        .per_address = {static_cast<unsigned>(number(Setting::address_burst)), seconds(Setting::address_interval)},
        .per_account = {static_cast<unsigned>(number(Setting::account_burst)), seconds(Setting::account_interval)},
        .entries = static_cast<std::size_t>(number(Setting::limit_entries)),
    };
    return settings;
}

http::ServerOptions Configuration::server_options() const {
    http::ServerOptions options;
    options.listen = text(Setting::listen);
    if (has_tls()) options.tls = http::TlsFiles{text(Setting::tls_cert), text(Setting::tls_key)};
    options.event_loops = static_cast<unsigned>(number(Setting::event_loops));
    options.storage_threads = static_cast<unsigned>(number(Setting::storage_threads));
    options.storage_queue = static_cast<std::size_t>(number(Setting::storage_queue));
    options.max_connections = static_cast<std::size_t>(number(Setting::max_connections));
    options.max_connections_per_address = static_cast<std::size_t>(number(Setting::max_connections_per_address));
    options.max_header_bytes = static_cast<std::size_t>(number(Setting::max_header));
    options.max_body_bytes = static_cast<std::size_t>(number(Setting::max_body));
    options.header_deadline = seconds(Setting::header_deadline);
    options.body_deadline = seconds(Setting::body_deadline);
    options.write_deadline = seconds(Setting::write_deadline);
    options.keep_alive = seconds(Setting::keep_alive);
    options.drain = seconds(Setting::drain);
    options.trusted_proxies = list(Setting::trusted_proxies);
    return options;
}

passwords::HashingPoolOptions Configuration::hashing_options() const {
    return {
        .threads = static_cast<unsigned>(number(Setting::hashing_threads)),
        .queue = static_cast<std::size_t>(number(Setting::hashing_queue)),
        .parameters = {.memory_kib = static_cast<std::uint32_t>(number(Setting::argon2_memory_kib)),
                       .passes = static_cast<std::uint32_t>(number(Setting::argon2_passes)),
                       .lanes = static_cast<std::uint32_t>(number(Setting::argon2_lanes))},
    };
}

endpoints::Settings Configuration::endpoint_settings(std::uint16_t bound_port) const {
    using Cookies = endpoints::Settings::Cookies;
    // The issuer is https, or http on a loopback host: nothing else passes the check of the configuration.
    const bool loopback = issuer(bound_port).starts_with("http://");
    return {.cors_origins = list(Setting::cors_origins), .cookies = loopback ? Cookies::loopback : Cookies::secure};
}

Log::Format Configuration::log_format() const {
    return text(Setting::log_format) == "json" ? Log::Format::json : Log::Format::text;
}

Log::Level Configuration::log_level() const {
    static const std::map<std::string, Log::Level, std::less<>> levels{{"debug", Log::Level::debug},
                                                                       {"info", Log::Level::info},
                                                                       {"warning", Log::Level::warning},
                                                                       {"error", Log::Level::error},
                                                                       {"off", Log::Level::off}};
    return levels.at(text(Setting::log_level));
}

}  // namespace watchword::app
