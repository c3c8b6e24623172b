#pragma once
/// The files of web/ that are part of the program (see cmake/WatchwordEmbed.cmake).

#include <string_view>

namespace watchword::pages {

/// The content of web/`name`; empty if there is none. Lives as long as the program.
std::string_view web_file(std::string_view name) noexcept;

}  // namespace watchword::pages
