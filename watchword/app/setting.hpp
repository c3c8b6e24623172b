#pragma once
/// Everything that can be configured, as one table. The file, the environment, the flags, `watchword config show` and
/// docs/reference/configuration.md are all served from it.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchword::app {

enum class Setting : std::uint8_t {
    listen,
    data,
    issuer,
    tls_cert,
    tls_key,
    default_audience,
    resources,
    scopes,
    signing_algorithm,
    cors_origins,
    trusted_proxies,
    log_format,
    log_level,
    access_token_lifetime,
    refresh_idle_lifetime,
    refresh_absolute_lifetime,
    refresh_grace,
    session_idle_lifetime,
    session_absolute_lifetime,
    key_publication,
    address_burst,
    address_interval,
    account_burst,
    account_interval,
    limit_entries,
    argon2_memory_kib,
    argon2_passes,
    argon2_lanes,
    hashing_threads,
    hashing_queue,
    storage_threads,
    storage_queue,
    event_loops,
    max_connections,
    max_connections_per_address,
    max_header,
    max_body,
    header_deadline,
    body_deadline,
    write_deadline,
    keep_alive,
    drain,
};

enum class Kind : std::uint8_t {
    text,
    choice,    ///< one of the words of `choices`
    number,    ///< a whole number
    duration,  ///< whole seconds; written 90, "90s", "15m", "12h" or "14d"
    size,      ///< bytes; written 4096, "16KiB", "1MiB" or "1GiB"
    list,      ///< texts; outside the file separated by commas or spaces
};

struct SettingDefinition {
    Setting setting;
    /// In the file, e.g. "lifetimes.access_token": a table and a key.
    std::string_view name;
    Kind kind;
    /// As it would be written in the environment.
    std::string_view fallback;
    /// Of numbers, durations (seconds) and sizes (bytes), both included.
    std::int64_t least;
    std::int64_t most;
    /// Words separated by "|".
    std::string_view choices;
    std::string_view help;
};

/// All of them, in the order of `Setting`.
std::span<const SettingDefinition> setting_definitions() noexcept;
const SettingDefinition& definition(Setting setting) noexcept;
const SettingDefinition* find_definition(std::string_view name) noexcept;
/// The name that an unknown one most resembles; empty if none is near.
std::string_view nearest_setting(std::string_view unknown);

/// "WATCHWORD_LIFETIMES_ACCESS_TOKEN"
std::string environment_name(const SettingDefinition& setting);
/// "--lifetimes-access-token"
std::string flag_name(const SettingDefinition& setting);
/// What would be right, e.g. "a duration from 10s to 1d".
std::string expectation(const SettingDefinition& setting);

/// "15m", "14d", "0s": the largest unit that is exact.
std::string duration_text(std::int64_t seconds);
/// "16KiB", "1MiB", "100": the largest unit that is exact.
std::string size_text(std::int64_t bytes);
/// Empty optional for anything else.
std::optional<std::int64_t> parse_duration(std::string_view text);
std::optional<std::int64_t> parse_size(std::string_view text);
std::optional<std::int64_t> parse_number(std::string_view text);

/// The table of docs/reference/configuration.md.
std::string settings_as_markdown();

}  // namespace watchword::app
