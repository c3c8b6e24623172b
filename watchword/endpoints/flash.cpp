#include <watchword/endpoints/flash.hpp>

#include <algorithm>
#include <array>

namespace watchword::endpoints {
namespace {

using Kind = pages::Message::Kind;

struct Row {
    Flash flash;
    std::string_view code;
    Kind kind;
    std::string_view text;
};

constexpr std::array rows{
    Row{Flash::session_ended, "session_ended", Kind::bad, "Your session has ended. Please sign in again."},
    Row{Flash::signed_out, "signed_out", Kind::good, "You are signed out."},
    Row{Flash::password_changed, "password_changed", Kind::good,
        "Your password is changed, and your other sessions have ended."},
    Row{Flash::session_closed, "session_closed", Kind::good, "The session has ended."},
    Row{Flash::sessions_closed, "sessions_closed", Kind::good, "All other sessions have ended."},
    Row{Flash::setup_done, "setup_done", Kind::bad, "The first user exists already. Please sign in."},
    Row{Flash::welcome, "welcome", Kind::good, "Welcome! Your account is ready, and you are signed in."},
};

}  // namespace

std::string_view code_of(Flash flash) noexcept {
    return std::ranges::find(rows, flash, &Row::flash)->code;
}

std::optional<Flash> find_flash(std::string_view code) noexcept {
    const auto row = std::ranges::find(rows, code, &Row::code);
    if (row == rows.end()) return std::nullopt;
    return row->flash;
}

pages::Message message_of(Flash flash) {
    const Row& row = *std::ranges::find(rows, flash, &Row::flash);
    return {row.kind, std::string(row.text)};
}

}  // namespace watchword::endpoints
