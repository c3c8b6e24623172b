#include <watchword/pages/device.hpp>

#include <array>

namespace watchword::pages {
namespace {

struct Mark {
    std::string_view found;
    std::string_view name;
};

// In this order: each browser names those before it as well, for compatibility.
constexpr std::array browsers{Mark{"Edg/", "Edge"},        Mark{"OPR/", "Opera"},     Mark{"Vivaldi/", "Vivaldi"},
                              Mark{"Firefox/", "Firefox"}, Mark{"FxiOS/", "Firefox"}, Mark{"CriOS/", "Chrome"},
                              Mark{"Chrome/", "Chrome"},   Mark{"Safari/", "Safari"}};

// iPads and Android tablets name other systems too.
constexpr std::array systems{Mark{"Android", "Android"}, Mark{"iPhone", "iPhone"}, Mark{"iPad", "iPad"},
                             Mark{"Windows", "Windows"}, Mark{"Mac OS X", "Mac"},  Mark{"CrOS", "Chromebook"},
                             Mark{"Linux", "Linux"}};

template <std::size_t count>
std::string_view first_of(std::string_view text, const std::array<Mark, count>& marks) {
    for (const Mark& mark : marks) {
        if (text.find(mark.found) != std::string_view::npos) return mark.name;
    }
    return {};
}

}  // namespace

std::string describe_device(std::string_view user_agent) {
    if (user_agent.empty()) return "Unknown device";
    const std::string_view browser = first_of(user_agent, browsers);
    const std::string_view system = first_of(user_agent, systems);
    if (browser.empty()) return std::string(user_agent.substr(0, user_agent.find_first_of("/ ")).substr(0, 40));
    if (system.empty()) return std::string(browser);
    return std::string(browser) + " on " + std::string(system);
}

}  // namespace watchword::pages
