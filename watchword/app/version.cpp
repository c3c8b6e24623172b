#include <watchword/app/version.hpp>

namespace watchword::app {

std::string_view version() noexcept {
    return WATCHWORD_VERSION;
}

}  // namespace watchword::app
