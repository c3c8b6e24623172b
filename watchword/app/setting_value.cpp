#include <watchword/app/setting_value.hpp>

#include <algorithm>

namespace watchword::app {
namespace {

using Content = decltype(Value::content);

Error unfit(const SettingDefinition& setting, const std::string& what) {
    return {Error::invalid_configuration,
            std::string(setting.name) + " is " + what + "; it must be " + expectation(setting) + "."};
}

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

bool is_choice(std::string_view choices, std::string_view word) {
    while (!choices.empty()) {
        const std::size_t end = std::min(choices.find('|'), choices.size());
        if (choices.substr(0, end) == word) return true;
        choices.remove_prefix(std::min(end + 1, choices.size()));
    }
    return false;
}

/// "a,b", "a b" or, as people copy it from the file, ["a", "b"].
std::vector<std::string> split_list(std::string_view written) {
    const bool in_brackets = written.starts_with('[') && written.ends_with(']');
    if (in_brackets) written = written.substr(1, written.size() - 2);
    const std::string_view separators = in_brackets ? ", \t\r\n\"" : ", \t\r\n";
    std::vector<std::string> texts;
    while (true) {
        const std::size_t start = written.find_first_not_of(separators);
        if (start == std::string_view::npos) return texts;
        written.remove_prefix(start);
        const std::size_t end = std::min(written.find_first_of(separators), written.size());
        texts.emplace_back(written.substr(0, end));
        written.remove_prefix(end);
    }
}

Result<Content> in_limits(const SettingDefinition& setting, std::int64_t number, const std::string& written) {
    if (number < setting.least || number > setting.most) return unfit(setting, written);
    return Content(number);
}

std::optional<std::int64_t> parse_quantity(Kind kind, std::string_view written) {
    if (kind == Kind::duration) return parse_duration(written);
    if (kind == Kind::size) return parse_size(written);
    return parse_number(written);
}

bool is_quantity(Kind kind) {
    return kind == Kind::number || kind == Kind::duration || kind == Kind::size;
}

/// What stands in quotes in the file.
Result<Content> parse_text(const SettingDefinition& setting, const std::string& text) {
    if (setting.kind == Kind::number || setting.kind == Kind::list)
        return unfit(setting, "the text " + in_quotes(text));
    return parse_setting(setting, text);
}

}  // namespace

Result<Content> parse_setting(const SettingDefinition& setting, std::string_view written) {
    if (setting.kind == Kind::list) return Content(split_list(written));
    if (is_quantity(setting.kind)) {
        const auto number = parse_quantity(setting.kind, written);
        if (!number) return unfit(setting, in_quotes(written));
        return in_limits(setting, *number, std::string(written));
    }
    if (setting.kind == Kind::choice && !is_choice(setting.choices, written)) return unfit(setting, in_quotes(written));
    return Content(std::string(written));
}

Result<Content> parse_setting(const SettingDefinition& setting, const TomlEntry& entry) {
    if (const auto* text = std::get_if<std::string>(&entry.value)) return parse_text(setting, *text);
    if (const auto* number = std::get_if<std::int64_t>(&entry.value)) {
        if (!is_quantity(setting.kind)) return unfit(setting, "the number " + std::to_string(*number));
        return in_limits(setting, *number, std::to_string(*number));
    }
    if (const auto* texts = std::get_if<std::vector<std::string>>(&entry.value)) {
        if (setting.kind != Kind::list) return unfit(setting, "a list");
        return Content(*texts);
    }
    return unfit(setting, std::get<TomlEntry::Other>(entry.value).type);
}

}  // namespace watchword::app
