#pragma once
/// What attackers try first, embedded. Small on purpose: at 15 characters, lists of leaked passwords have little but
/// patterns, and those `predictable.hpp` finds without a list.

#include <span>
#include <string_view>

namespace watchword::passwords {

/// Whole passwords of 15 characters and more that lists of leaks share and that no pattern explains. Lower case.
std::span<const std::u32string_view> common_passwords() noexcept;
/// Words that such passwords are built of. Lower case.
std::span<const std::u32string_view> common_words() noexcept;

}  // namespace watchword::passwords
