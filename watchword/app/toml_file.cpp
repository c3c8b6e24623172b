#include <watchword/app/toml_file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <toml++/toml.h>

namespace watchword::app {
namespace {

std::string type_name(toml::node_type type) {
    switch (type) {
        case toml::node_type::boolean:
            return "a boolean";
        case toml::node_type::floating_point:
            return "a fraction";
        case toml::node_type::array:
            return "a list that holds other things than texts";
        case toml::node_type::table:
            return "a table";
        default:
            return "a date or time";
    }
}

decltype(TomlEntry::value) value_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    const auto* array = node.as_array();
    if (array == nullptr) return TomlEntry::Other{type_name(node.type())};
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
        const auto* text = element.as_string();
        if (text == nullptr) return TomlEntry::Other{type_name(node.type())};
        texts.push_back(text->get());
    }
    return texts;
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlEntry>& out) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const auto* inner = node.as_table()) {
            flatten(*inner, name + ".", out);
        } else {
            out.push_back({name, value_of(node), key.source().begin.line});
        }
    }
}

}  // namespace

Result<std::vector<TomlEntry>> read_toml_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    if (!stream || !(text << stream.rdbuf()).good()) {
        // An empty file sets the failbit of `text` although nothing is wrong with it.
        std::error_code unknown;
        if (!stream || std::filesystem::file_size(file, unknown) != 0 || unknown) {
            return Error(Error::unreadable_file, file.string() + ": " + std::strerror(errno));
        }
    }
    std::vector<TomlEntry> entries;
    try {
        flatten(toml::parse(text.str()), "", entries);
    } catch (const toml::parse_error& error) {  // the library as it is packaged knows no other way
        return Error(Error::invalid_configuration, file.string() + ":" + std::to_string(error.source().begin.line) +
                                                       ": " + std::string(error.description()));
    }
    std::ranges::stable_sort(entries, {}, &TomlEntry::line);
    return entries;
}

}  // namespace watchword::app
