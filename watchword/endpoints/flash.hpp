#pragma once
/// Messages that survive one redirect. The cookie holds a stable code, never text: nobody can put words in our mouth.

#include <watchword/pages/render.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchword::endpoints {

enum class Flash : std::uint8_t {
    session_ended,
    signed_out,
    password_changed,
    session_closed,
    sessions_closed,
    setup_done,
    welcome,
};

std::string_view code_of(Flash flash) noexcept;
std::optional<Flash> find_flash(std::string_view code) noexcept;
pages::Message message_of(Flash flash);

}  // namespace watchword::endpoints
