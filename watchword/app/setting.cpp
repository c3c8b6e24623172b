#include <watchword/app/setting.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <vector>

namespace watchword::app {
namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;

// clang-format off
constexpr std::array definitions{
    SettingDefinition{Setting::listen, "listen", Kind::text, "localhost:8080", 0, 0, "", "Where the server listens, HOST:PORT. Port 0 takes a free one."},
    SettingDefinition{Setting::data, "data", Kind::text, "data", 0, 0, "", "The data folder: database, master key, lock. Made if it is missing."},
    SettingDefinition{Setting::issuer, "issuer", Kind::text, "", 0, 0, "", "The issuer of all tokens, e.g. https://login.example.com. Empty: http(s)://localhost:PORT."},
    SettingDefinition{Setting::tls_cert, "tls_cert", Kind::text, "", 0, 0, "", "File with the certificate chain (PEM). Together with tls_key this turns HTTPS on."},
    SettingDefinition{Setting::tls_key, "tls_key", Kind::text, "", 0, 0, "", "File with the private key of the certificate (PEM)."},
    SettingDefinition{Setting::default_audience, "default_audience", Kind::text, "", 0, 0, "", "Audience of access tokens for which no resource is asked. Empty: the issuer."},
    SettingDefinition{Setting::resources, "resources", Kind::list, "", 0, 0, "", "Other audiences that may be asked for by resource (RFC 8707), each an absolute URI."},
    SettingDefinition{Setting::scopes, "scopes", Kind::list, "openid,profile,email", 0, 0, "", "Scopes that the built-in client may ask for."},
    SettingDefinition{Setting::signing_algorithm, "signing_algorithm", Kind::choice, "ES256", 0, 0, "ES256|EdDSA|RS256", "Algorithm of newly made signing keys."},
    SettingDefinition{Setting::cors_origins, "cors_origins", Kind::list, "", 0, 0, "", "Origins whose scripts may call the API, e.g. https://app.example.com."},
    SettingDefinition{Setting::trusted_proxies, "trusted_proxies", Kind::list, "", 0, 0, "", "Networks (CIDR) of reverse proxies whose Forwarded headers are believed."},
    SettingDefinition{Setting::log_format, "log.format", Kind::choice, "text", 0, 0, "text|json", "Lines for people or JSON for machines, on standard error."},
    SettingDefinition{Setting::log_level, "log.level", Kind::choice, "info", 0, 0, "debug|info|warning|error|off", "The least important level that is logged."},
    SettingDefinition{Setting::access_token_lifetime, "lifetimes.access_token", Kind::duration, "15m", 10, day, "", "How long an access token is valid."},
    SettingDefinition{Setting::refresh_idle_lifetime, "lifetimes.refresh_idle", Kind::duration, "14d", minute, 3650 * day, "", "How long a refresh token lives unused."},
    SettingDefinition{Setting::refresh_absolute_lifetime, "lifetimes.refresh_absolute", Kind::duration, "90d", minute, 3650 * day, "", "How long a sign-in can be refreshed at all."},
    SettingDefinition{Setting::refresh_grace, "lifetimes.refresh_grace", Kind::duration, "10s", 0, minute, "", "How long the last refresh token is answered with the same successor again. 0 turns that off."},
    SettingDefinition{Setting::session_idle_lifetime, "lifetimes.session_idle", Kind::duration, "1d", minute, 3650 * day, "", "How long a browser stays signed in unused."},
    SettingDefinition{Setting::session_absolute_lifetime, "lifetimes.session_absolute", Kind::duration, "14d", minute, 3650 * day, "", "How long a browser stays signed in at all."},
    SettingDefinition{Setting::key_publication, "lifetimes.key_publication", Kind::duration, "5m", 0, 7 * day, "", "How long a new signing key is published before it signs."},
    SettingDefinition{Setting::address_burst, "limits.per_address_burst", Kind::number, "30", 1, 1'000'000, "", "Sign-in attempts that one address (IPv6: one /64) may make at once."},
    SettingDefinition{Setting::address_interval, "limits.per_address_interval", Kind::duration, "2s", 1, hour, "", "After the burst, one more attempt each such interval."},
    SettingDefinition{Setting::account_burst, "limits.per_account_burst", Kind::number, "10", 1, 1'000'000, "", "Failed sign-ins that one account may have at once."},
    SettingDefinition{Setting::account_interval, "limits.per_account_interval", Kind::duration, "30s", 1, day, "", "After the burst, one more attempt each such interval."},
    SettingDefinition{Setting::limit_entries, "limits.entries", Kind::number, "100000", 1000, 10'000'000, "", "Addresses and accounts that the limits remember; bounds their memory."},
    SettingDefinition{Setting::argon2_memory_kib, "passwords.argon2_memory_kib", Kind::number, "19456", 64, kib * kib, "", "Memory of one password hash (Argon2id) in KiB."},
    SettingDefinition{Setting::argon2_passes, "passwords.argon2_passes", Kind::number, "2", 1, 16, "", "Passes over that memory."},
    SettingDefinition{Setting::argon2_lanes, "passwords.argon2_lanes", Kind::number, "1", 1, 16, "", "Lanes of one password hash."},
    SettingDefinition{Setting::hashing_threads, "passwords.hashing_threads", Kind::number, "0", 0, 1024, "", "Threads that hash passwords. 0: one less than there are cores, at least one."},
    SettingDefinition{Setting::hashing_queue, "passwords.hashing_queue", Kind::number, "16", 1, 100'000, "", "Passwords that may wait for such a thread; more are answered 503."},
    SettingDefinition{Setting::storage_threads, "storage.threads", Kind::number, "32", 1, 1024, "", "Threads that serve requests which may wait for the store."},
    SettingDefinition{Setting::storage_queue, "storage.queue", Kind::number, "1024", 1, 1'000'000, "", "Requests that may wait for such a thread; more are answered 503."},
    SettingDefinition{Setting::event_loops, "server.event_loops", Kind::number, "0", 0, 1024, "", "Event loops. 0: one a core."},
    SettingDefinition{Setting::max_connections, "server.max_connections", Kind::number, "10000", 1, 1'000'000, "", "Connections at a time."},
    SettingDefinition{Setting::max_connections_per_address, "server.max_connections_per_address", Kind::number, "1000", 1, 1'000'000, "", "Connections at a time from one address."},
    SettingDefinition{Setting::max_header, "server.max_header", Kind::size, "16KiB", kib, mib, "", "Largest header of a request."},
    SettingDefinition{Setting::max_body, "server.max_body", Kind::size, "256KiB", kib, 16 * mib, "", "Largest body of a request."},
    SettingDefinition{Setting::header_deadline, "server.header_deadline", Kind::duration, "10s", 1, hour, "", "Time from the first byte of a request to the end of its header."},
    SettingDefinition{Setting::body_deadline, "server.body_deadline", Kind::duration, "20s", 1, hour, "", "Time in which a body must arrive."},
    SettingDefinition{Setting::write_deadline, "server.write_deadline", Kind::duration, "20s", 1, hour, "", "Time in which a client must take its answer."},
    SettingDefinition{Setting::keep_alive, "server.keep_alive", Kind::duration, "75s", 1, hour, "", "How long an idle connection is kept open."},
    SettingDefinition{Setting::drain, "server.drain", Kind::duration, "10s", 0, hour, "", "At shutdown: how long running requests may take to finish."},
};
// clang-format on

constexpr bool in_order() {
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        if (static_cast<std::size_t>(definitions[i].setting) != i) return false;
    }
    return true;
}
static_assert(in_order(), "the table stands in the order of the enumeration");

std::string with_separators(std::string_view name, char separator, bool upper) {
    std::string text;
    for (const char character : name) {
        const bool parts = character == '.' || character == '_';
        text += parts ? separator : upper ? static_cast<char>(std::toupper(character)) : character;
    }
    return text;
}

struct Unit {
    std::string_view suffix;
    std::int64_t factor;
};
constexpr std::array duration_units{Unit{"d", day}, Unit{"h", hour}, Unit{"m", minute}, Unit{"s", 1}};
constexpr std::array size_units{Unit{"GiB", 1024 * mib}, Unit{"MiB", mib}, Unit{"KiB", kib}};

std::optional<std::int64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
    for (const Unit& unit : units) {
        if (!text.ends_with(unit.suffix)) continue;
        const auto count = parse_number(text.substr(0, text.size() - unit.suffix.size()));
        if (!count || *count > INT64_MAX / unit.factor) return std::nullopt;
        return *count * unit.factor;
    }
    return parse_number(text);
}

std::string choice_text(std::string_view choices) {
    std::string text;
    for (const char character : choices)
        text += character == '|' ? std::string(", ") : std::string(1, character);
    return "one of " + text;
}

/// Edits (insert, delete, replace) that lead from one to the other (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::string_view key_of(std::string_view name) {
    return name.substr(name.rfind('.') + 1);
}

}  // namespace

std::span<const SettingDefinition> setting_definitions() noexcept {
    return definitions;
}

const SettingDefinition& definition(Setting setting) noexcept {
    return definitions[static_cast<std::size_t>(setting)];
}

const SettingDefinition* find_definition(std::string_view name) noexcept {
    const auto found = std::ranges::find(definitions, name, &SettingDefinition::name);
    return found == definitions.end() ? nullptr : &*found;
}

std::string_view nearest_setting(std::string_view unknown) {
    std::string_view nearest;
    std::size_t least = 1 + unknown.size() / 3;
    for (const SettingDefinition& setting : definitions) {
        const std::size_t edits = std::min(distance(unknown, setting.name), distance(unknown, key_of(setting.name)));
        if (edits >= least) continue;
        least = edits;
        nearest = setting.name;
    }
    return nearest;
}

std::string environment_name(const SettingDefinition& setting) {
    return "WATCHWORD_" + with_separators(setting.name, '_', true);
}

std::string flag_name(const SettingDefinition& setting) {
    return "--" + with_separators(setting.name, '-', false);
}

std::string expectation(const SettingDefinition& setting) {
    switch (setting.kind) {
        case Kind::text:
            return "a text";
        case Kind::choice:
            return choice_text(setting.choices);
        case Kind::list:
            return "a list of texts";
        case Kind::number:
            return "a whole number from " + std::to_string(setting.least) + " to " + std::to_string(setting.most);
        case Kind::duration:
            return "a duration from " + duration_text(setting.least) + " to " + duration_text(setting.most);
        case Kind::size:
            return "a size from " + size_text(setting.least) + " to " + size_text(setting.most);
    }
    return {};
}

std::string duration_text(std::int64_t seconds) {
    for (const Unit& unit : duration_units) {
        if (seconds != 0 && seconds % unit.factor == 0) {
            return std::to_string(seconds / unit.factor) + std::string(unit.suffix);
        }
    }
    return "0s";
}

std::string size_text(std::int64_t bytes) {
    for (const Unit& unit : size_units) {
        if (bytes != 0 && bytes % unit.factor == 0) {
            return std::to_string(bytes / unit.factor) + std::string(unit.suffix);
        }
    }
    return std::to_string(bytes);
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
    return parse_with_unit(text, duration_units);
}
std::optional<std::int64_t> parse_size(std::string_view text) {
    return parse_with_unit(text, size_units);
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::string settings_as_markdown() {
    std::string text = "| in the file | in the environment | flag | default | may be | what it does |\n";
    text += "|---|---|---|---|---|---|\n";
    for (const SettingDefinition& setting : definitions) {
        const std::string fallback = setting.fallback.empty() ? "" : "`" + std::string(setting.fallback) + "`";
        text += "| `" + std::string(setting.name) + "` | `" + environment_name(setting) + "` | `" + flag_name(setting) +
                "` | " + fallback + " | " + expectation(setting) + " | " + std::string(setting.help) + " |\n";
    }
    return text;
}

}  // namespace watchword::app
