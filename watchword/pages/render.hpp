#pragma once
/// Every page as a view model and a function that turns it into HTML (UTF-8, complete documents).
/// Whatever a view model holds is escaped; nothing in it is taken for markup. Thread-safe.

#include <watchword/auth/records/session.hpp>
#include <watchword/auth/records/user.hpp>
#include <watchword/base/clock.hpp>

#include <string>
#include <vector>

namespace watchword::pages {

/// One sentence above a form: what went wrong (announced at once) or what has been done.
struct Message {
    enum class Kind : std::uint8_t { none, good, bad };
    Kind kind = Kind::none;
    std::string text;
};

struct LoginPage {
    std::string csrf;
    std::string next;  ///< where to go afterwards; kept as it stands
    std::string username;
    Message message;
};
std::string render(const LoginPage& page);

struct SetupPage {
    std::string csrf;
    std::string token;
    std::string username;
    std::string email;
    Message message;
};
std::string render(const SetupPage& page);

struct AccountPage {
    std::string csrf;
    auth::User user;
    std::vector<auth::Session> sessions;  ///< live ones
    std::size_t sessions_left_out = 0;    ///< live ones that the page does not list
    std::string current_session;
    TimePoint now{};
    Message message;
    Message password_message;  ///< stands at the password form
};
std::string render(const AccountPage& page);

struct ErrorPage {
    std::string title;
    std::string sentence;
    std::string code;       ///< the stable one, in small print
    std::string way_on;     ///< path of the link
    std::string way_label;  ///< what the link says
};
std::string render(const ErrorPage& page);

}  // namespace watchword::pages
