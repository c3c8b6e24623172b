#pragma once
/// What happened, one event a line: JSON for machines or coloured text for people, with the id of the request.
/// Never log a password, token, secret or cookie: `Field` takes no SecretBytes, and there is no raw printf.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace watchword {

class SecretBytes;

/// Structured lines, one an event; fields that hold secrets do not compile.
class Log {
  public:
    enum class Level : std::uint8_t { debug, info, warning, error, off };
    enum class Format : std::uint8_t { text, json };

    /// A name and a value; the views must live until the call returns.
    struct Field {
        Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
        Field(std::string_view field_name, const std::string& text) : name(field_name), value(text) {}
        Field(std::string_view field_name, const char* text) : name(field_name), value(text) {}
        Field(std::string_view field_name, std::int64_t number)
            : name(field_name), value(std::to_string(number)), quoted(false) {}
        Field(std::string_view field_name, const SecretBytes&) = delete;
        std::string_view name;
        std::string value;
        bool quoted = true;
    };
    using Fields = std::initializer_list<Field>;

    /// Writes to standard error.
    Log(Format format, Level least);
    /// Says nothing.
    static Log silent() { return Log(Format::text, Level::off); }
    Log(Log&&) noexcept;
    ~Log();

    /// `event` is a stable snake_case name such as "signed_in". Thread-safe; never throws, never blocks on a full pipe
    /// longer than the write itself.
    void debug(std::string_view event, Fields fields = {}) const noexcept { write(Level::debug, event, fields); }
    void info(std::string_view event, Fields fields = {}) const noexcept { write(Level::info, event, fields); }
    void warning(std::string_view event, Fields fields = {}) const noexcept { write(Level::warning, event, fields); }
    void error(std::string_view event, Fields fields = {}) const noexcept { write(Level::error, event, fields); }
    bool enabled(Level level) const noexcept { return level >= least_; }

    /// While it lives, every line that this thread logs carries the request id.
    class RequestScope {
      public:
        explicit RequestScope(std::string_view request_id) noexcept;
        ~RequestScope();
        RequestScope(const RequestScope&) = delete;
        RequestScope& operator=(const RequestScope&) = delete;

      private:
        std::string_view outer_;
    };

  private:
    void write(Level level, std::string_view event, Fields fields) const noexcept;

    struct Sink;
    std::unique_ptr<Sink> sink_;
    Format format_;
    Level least_;
};

}  // namespace watchword
