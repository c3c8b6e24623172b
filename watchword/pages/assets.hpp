#pragma once
/// Style sheet and icons, under paths that change with their content.

#include <string>
#include <string_view>
#include <vector>

namespace watchword::pages {

struct Asset {
    std::string path;  ///< "/assets/watchword-0123456789abcdef.css"
    std::string_view content_type;
    std::string_view content;
};

struct Assets {
    Asset stylesheet;
    Asset logo;
};

/// Made at the first call. Thread-safe.
const Assets& assets();

}  // namespace watchword::pages
