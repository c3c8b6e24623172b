#pragma once
/// Member names must be unique (RFC 7515 section 4, RFC 7519 section 4), names being compared after their escapes are
/// undone. Not installed.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace watchword::jose::json {

/// One of 64 bits. Most names of an object differ in theirs already, which spares nearly every comparison; those of the
/// usual claims all do.
inline std::uint64_t name_mark(std::string_view name) noexcept {
    if (name.empty()) return 1;
    const auto first = static_cast<std::uint8_t>(name.front());
    const auto last = static_cast<std::uint8_t>(name.back());
    return std::uint64_t{1} << ((name.size() * 5 + first * 11U + last * 25U) & 63U);
}

/// True if the object at word `object` has unique names; objects inside it are not looked at. Time grows as n log n
/// however hostile the names are.
bool names_are_unique(const std::uint64_t* tape, const std::uint8_t* strings, std::size_t object);

}  // namespace watchword::jose::json
