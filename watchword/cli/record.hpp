#pragma once
/// What a command has to say, as data: the same record becomes aligned text for people and JSON for scripts.

#include <watchword/base/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace watchword::cli {

/// Text that is JSON already.
struct RawJson {
    std::string text;
};

using FieldValue =
    std::variant<std::monostate, std::string, std::int64_t, bool, std::vector<std::string>, TimePoint, RawJson>;

struct Field {
    /// snake_case, as it stands in JSON; people see spaces.
    std::string name;
    FieldValue value;
};

using Record = std::vector<Field>;

/// Nothing where there is no time.
FieldValue time_or_nothing(const std::optional<TimePoint>& time);
/// Nothing where the text is empty.
FieldValue text_or_nothing(const std::string& text);

std::string to_json(const Record& record);
/// {"name": [records]}
std::string to_json(const std::string& name, const std::vector<Record>& records);

/// "name   value", one a line, values aligned.
std::string to_text(const Record& record);
/// A table with the field names of the first record as its head.
std::string to_table(const std::vector<Record>& records);

/// The text without anything that a terminal could take for a command: control characters become \xNN.
std::string printable(std::string_view text);

}  // namespace watchword::cli
