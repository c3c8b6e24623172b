#pragma once
/// The configuration in force: file < environment < flags, each value with the place it came from.

#include <watchword/app/setting.hpp>
#include <watchword/auth/settings.hpp>
#include <watchword/base/log.hpp>
#include <watchword/base/result.hpp>
#include <watchword/endpoints/routes.hpp>
#include <watchword/http/server.hpp>
#include <watchword/passwords/hashing_pool.hpp>

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace watchword::app {

/// Where values may come from.
struct Sources {
    /// Empty: no file.
    std::optional<std::filesystem::path> file;
    /// Variables whose name starts with WATCHWORD_.
    std::map<std::string, std::string> environment;
    /// Values by setting, as they stand on the command line.
    std::map<Setting, std::string> flags;
};

/// What this process was started with. The file is the one given, else $WATCHWORD_CONFIG, else watchword.toml in the
/// working folder if there is one.
Sources sources_of_process(const std::string& config_file, std::map<Setting, std::string> flags);

/// Something that is wrong (or, as a note, only suspicious).
struct Finding {
    std::string place;  ///< "watchword.toml:3", "WATCHWORD_LISTEN" or "--listen"
    std::string sentence;
    std::string to_text() const { return place.empty() ? sentence : place + ": " + sentence; }
};

struct Value {
    /// Numbers, durations (seconds) and sizes (bytes) are integers.
    std::variant<std::string, std::int64_t, std::vector<std::string>> content;
    /// "default", "watchword.toml:3", "WATCHWORD_LISTEN" or "--listen".
    std::string place = "default";
};

class Configuration {
  public:
    /// Every setting at its default.
    Configuration();

    const std::string& text(Setting setting) const { return std::get<std::string>(at(setting).content); }
    std::int64_t number(Setting setting) const { return std::get<std::int64_t>(at(setting).content); }
    const std::vector<std::string>& list(Setting setting) const {
        return std::get<std::vector<std::string>>(at(setting).content);
    }
    const std::string& place(Setting setting) const { return at(setting).place; }
    /// As it would be written in the environment.
    std::string written(Setting setting) const;
    void set(Setting setting, Value value) { values_[static_cast<std::size_t>(setting)] = std::move(value); }

    bool has_tls() const { return !text(Setting::tls_cert).empty(); }
    std::filesystem::path data_folder() const { return text(Setting::data); }

    /// The port in `listen`.
    std::uint16_t port() const;
    /// The issuer as configured, or the default one for the port that is listened on.
    std::string issuer(std::uint16_t bound_port) const;
    auth::Settings auth_settings(std::uint16_t bound_port) const;
    http::ServerOptions server_options() const;
    passwords::HashingPoolOptions hashing_options() const;
    endpoints::Settings endpoint_settings(std::uint16_t bound_port) const;
    Log::Format log_format() const;
    Log::Level log_level() const;

  private:
    const Value& at(Setting setting) const { return values_[static_cast<std::size_t>(setting)]; }
    Seconds seconds(Setting setting) const { return Seconds(number(setting)); }
    std::vector<Value> values_;
};

struct Loaded {
    Configuration configuration;
    std::vector<Finding> errors;
    std::vector<Finding> notes;
};

/// Reads everything and finds everything that is wrong with it; nothing stops at the first error.
Loaded load_configuration(const Sources& sources);

/// The configuration, or invalid_configuration with all findings in its detail, one a line.
Result<Configuration> require_sound(Loaded loaded);

}  // namespace watchword::app
