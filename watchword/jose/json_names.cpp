#include <watchword/jose/json_names.hpp>
#include <watchword/jose/json_tape.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace watchword::jose::json {
namespace {

constexpr std::size_t few = 32;

bool unique_when_sorted(const std::uint64_t* tape, const std::uint8_t* strings, std::size_t object) {
    std::vector<std::string_view> names;
    for (std::size_t at = object + 1; at < tape::closing(tape, object); at = tape::behind(tape, at + 1)) {
        names.push_back(tape::text(strings, tape[at]));
    }
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) == names.end();
}

}  // namespace

bool names_are_unique(const std::uint64_t* tape, const std::uint8_t* strings, std::size_t object) {
    std::array<std::size_t, few> known;
    std::size_t count = 0;
    std::uint64_t marks = 0;
    const std::size_t end = tape::closing(tape, object);
    for (std::size_t at = object + 1; at < end; at = tape::behind(tape, at + 1)) {
        if (count == few) return unique_when_sorted(tape, strings, object);
        const std::string_view name = tape::text(strings, tape[at]);
        const auto is_same = [&](std::size_t other) { return tape::text(strings, tape[other]) == name; };
        const std::uint64_t own = name_mark(name);
        if ((marks & own) != 0 && std::ranges::any_of(std::span(known).first(count), is_same)) return false;
        marks |= own;
        known[count++] = at;
    }
    return true;
}

}  // namespace watchword::jose::json
