#pragma once
/// What a command prints: results on standard output, errors on standard error; text for people or JSON for scripts.

#include <watchword/base/result.hpp>
#include <watchword/cli/record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::cli {

class Console {
  public:
    enum class Form : std::uint8_t { text, json };
    explicit Console(Form form);

    bool is_json() const noexcept { return form_ == Form::json; }

    /// One thing: lines of name and value, or a JSON object.
    void show(const Record& record);
    /// Many: a table, or {"name": [...]}. People read `nobody` if there are none.
    void show(const std::string& name, const std::vector<Record>& records, std::string_view nobody);
    /// A sentence for people with the facts in it; scripts get the record instead.
    void show(const std::string& sentence, const Record& record);
    /// Text that is the result itself, such as a token, or the record for scripts.
    void show_plain(std::string_view text, const Record& record);
    /// The same where the JSON exists already.
    void show_plain_or_json(std::string_view text, const RawJson& json);
    /// Only for people, on standard error, so that a redirected result stays clean.
    void remark(const std::string& sentence);

    /// The sentence of the error, its detail and what to do next. `next` replaces the usual advice.
    void report(const Error& error, std::string_view next = {});

    /// Green, red, yellow, faint; plain where colours are not wanted (not a terminal, NO_COLOR).
    enum class Tone : std::uint8_t { good, bad, caution, faint };
    std::string toned(std::string_view text, Tone tone) const;

    /// The width of the terminal that results go to; empty if they go elsewhere.
    std::optional<std::size_t> columns() const;

    /// Flushes. False if the output could not be written (a full disk, a closed pipe).
    bool finish();

  private:
    void print(std::string_view text);

    Form form_;
    bool colours_;
};

}  // namespace watchword::cli
