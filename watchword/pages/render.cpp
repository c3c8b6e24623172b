#include <watchword/pages/assets.hpp>
#include <watchword/pages/device.hpp>
#include <watchword/pages/render.hpp>
#include <watchword/pages/web_files.hpp>
#include <watchword/pages/words.hpp>

#include <stdexcept>

#include <kainjow/mustache.hpp>

namespace watchword::pages {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

/// Templates are part of the program: one that does not parse is a bug.
std::string fill(std::string_view name, const data& values) {
    mustache parsed{std::string(web_file("templates/" + std::string(name) + ".mustache"))};
    if (!parsed.is_valid()) throw std::logic_error(parsed.error_message());
    return parsed.render(values);
}

/// Puts a page's own HTML into the frame that all pages share; the one place where HTML is not escaped.
std::string in_layout(std::string_view title, std::string_view width, const std::string& body) {
    data values;
    values.set("title", std::string(title));
    values.set("width", std::string(width));
    values.set("stylesheet", assets().stylesheet.path);
    values.set("logo", assets().logo.path);
    values.set("body", body);
    return fill("layout", values);
}

data list_of(const Message& message) {
    data messages{data::type::list};
    if (message.kind == Message::Kind::none) return messages;
    data one;
    one.set("text", message.text);
    one.set(message.kind == Message::Kind::bad ? "bad" : "good", data::type::bool_true);
    messages << one;
    return messages;
}

/// Whoever typed the name already goes on with the password.
std::string first_field(std::string_view username) {
    return username.empty() ? "focus_username" : "focus_password";
}

data row_of(const auth::Session& session, const AccountPage& page) {
    data row;
    row.set("id", session.id);
    row.set("device", describe_device(session.user_agent));
    row.set("user_agent", session.user_agent);
    row.set("address", session.address);
    row.set("client", session.client_id);
    row.set("used", ago_in_words(session.last_used_at, page.now));
    row.set("used_at", date_for_machines(session.last_used_at));
    row.set("since", date_in_words(session.created_at));
    row.set("since_at", date_for_machines(session.created_at));
    if (session.cookie_hash) row.set("is_browser", data::type::bool_true);
    if (session.id == page.current_session) row.set("is_current", data::type::bool_true);
    return row;
}

}  // namespace

std::string render(const LoginPage& page) {
    data values;
    values.set("csrf", page.csrf);
    values.set("next", page.next);
    values.set("username", page.username);
    values.set(first_field(page.username), data::type::bool_true);
    values.set("messages", list_of(page.message));
    return in_layout("Sign in", "narrow", fill("login", values));
}

std::string render(const SetupPage& page) {
    data values;
    values.set("csrf", page.csrf);
    values.set("token", page.token);
    values.set("username", page.username);
    values.set("email", page.email);
    values.set(first_field(page.username), data::type::bool_true);
    values.set("messages", list_of(page.message));
    return in_layout("Set up", "narrow", fill("setup", values));
}

std::string render(const AccountPage& page) {
    data sessions{data::type::list};
    for (const auth::Session& session : page.sessions)
        sessions << row_of(session, page);
    data values;
    values.set("csrf", page.csrf);
    values.set("name", page.user.name);
    values.set("email", page.user.email);
    if (!page.user.email.empty()) values.set("has_email", data::type::bool_true);
    if (page.user.role == auth::Role::admin) values.set("is_admin", data::type::bool_true);
    values.set("member_since", day_in_words(page.user.created_at));
    values.set("password_changed", ago_in_words(page.user.password_changed_at, page.now));
    values.set("sessions", sessions);
    if (page.sessions.size() > 1) values.set("has_others", data::type::bool_true);
    if (page.sessions_left_out > 0) values.set("left_out", std::to_string(page.sessions_left_out));
    values.set("messages", list_of(page.message));
    values.set("password_messages", list_of(page.password_message));
    return in_layout("Your account", "wide", fill("account", values));
}

std::string render(const ErrorPage& page) {
    data values;
    values.set("title", page.title);
    values.set("sentence", page.sentence);
    values.set("code", page.code);
    values.set("way_on", page.way_on);
    values.set("way_label", page.way_label);
    return in_layout(page.title, "narrow", fill("error", values));
}

}  // namespace watchword::pages
