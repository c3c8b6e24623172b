#pragma once
/// How much of a password cannot be foreseen: what an attacker's rules produce first counts as a single character.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::passwords {

/// Counts the characters of `password` (lower case), each predictable part as one: a word of `words`, a run of the
/// alphabet, of digits or of the keyboard in either direction (4 or more), one to three characters repeated (4 or more
/// in all), a year.
std::size_t unpredictable_length(std::u32string_view password, const std::vector<std::u32string>& words);

}  // namespace watchword::passwords
