#pragma once

#include <string_view>

namespace watchword::app {

/// Of this program, e.g. "0.1.0".
std::string_view version() noexcept;

}  // namespace watchword::app
