#pragma once
/// Finds a member name that an object holds twice, names being compared after their escapes are undone (RFC 7515
/// section 4, RFC 7519 section 4: names must be unique).

#include <cstddef>
#include <cstdint>

namespace watchword::jose::json {

/// True if the object at word `object` has unique names; objects inside it are not looked at. Time grows as n log n
/// however hostile the names are.
bool names_are_unique(const std::uint64_t* tape, const std::uint8_t* strings, std::size_t object);

}  // namespace watchword::jose::json
