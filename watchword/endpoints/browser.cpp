#include <watchword/endpoints/browser.hpp>
#include <watchword/endpoints/csrf.hpp>
#include <watchword/endpoints/next_path.hpp>

namespace watchword::endpoints {
namespace {

constexpr std::string_view session_name = "watchword_session";
constexpr std::string_view form_name = "watchword_form";
constexpr std::string_view flash_name = "watchword_flash";

}  // namespace

Browser::Browser(const Dependencies& dependencies, const http::Request& request)
    : dependencies_(dependencies),
      request_(request),
      cookies_(request.headers),
      browser_cookie_(find_cookie(form_name)),
      session_cookie_(find_cookie(session_name)) {}

std::string Browser::cookie_name(std::string_view name) const {
    const bool secure = dependencies_.settings.cookies == Settings::Cookies::secure;
    return (secure ? "__Host-" : "") + std::string(name);
}

http::SetCookie Browser::cookie(std::string_view name, std::string value) const {
    http::SetCookie cookie;
    cookie.name = cookie_name(name);
    cookie.value = std::move(value);
    cookie.secure = dependencies_.settings.cookies == Settings::Cookies::secure;
    return cookie;
}

std::string_view Browser::find_cookie(std::string_view name) const noexcept {
    return cookies_.find(cookie_name(name)).value_or("");
}

Result<auth::SignedIn> Browser::find_session() const {
    if (session_cookie_.empty()) return Error::session_ended;
    return auth::find_browser_session(dependencies_.auth, session_cookie_);
}

Result<http::Response> Browser::ask_to_sign_in(const Error& error) {
    if (!(error == Error::session_ended)) return error;
    if (session_cookie_.empty()) return redirect(login_path_for(request_));
    forget_session();
    return redirect(login_path_for(request_), Flash::session_ended);
}

std::string Browser::form_token() {
    if (!is_csrf_cookie(browser_cookie_)) {
        browser_cookie_ = generate_csrf_cookie(dependencies_.auth.random);
        set_.push_back(cookie(form_name, browser_cookie_));
    }
    return csrf_token(browser_cookie_, session_cookie_);
}

Result<void> Browser::check_form(const Parameters& form) const {
    if (!comes_from_own_page(request_, dependencies_.auth.settings.issuer)) {
        return Error(Error::csrf_failed, "from another origin");
    }
    if (!csrf_token_matches(form.find("csrf"), browser_cookie_, session_cookie_)) {
        return Error(Error::csrf_failed, "form token");
    }
    return {};
}

void Browser::sign_in(const auth::BrowserSession& opened) {
    session_cookie_ = opened.cookie;
    http::SetCookie session = cookie(session_name, opened.cookie);
    session.max_age = dependencies_.auth.settings.lifetimes.session_absolute;
    set_.push_back(std::move(session));
}

void Browser::forget_session() {
    session_cookie_.clear();
    set_.push_back(expired(cookie(session_name, "")));
}

pages::Message Browser::take_flash() {
    const std::string_view code = find_cookie(flash_name);
    if (code.empty()) return {};
    set_.push_back(expired(cookie(flash_name, "")));
    const auto flash = find_flash(code);
    return flash ? message_of(*flash) : pages::Message{};
}

http::Response Browser::with_cookies(http::Response response) {
    for (const http::SetCookie& set : set_)
        response.headers.add("Set-Cookie", set.to_header());
    return response;
}

http::Response Browser::page(int status, std::string html) {
    return with_cookies(http::Response::html(status, std::move(html)));
}

http::Response Browser::redirect(std::string path) {
    return with_cookies(http::Response::see_other(std::move(path)));
}

http::Response Browser::redirect(std::string path, Flash flash) {
    http::SetCookie note = cookie(flash_name, std::string(code_of(flash)));
    note.max_age = Seconds(60);
    set_.push_back(std::move(note));
    return redirect(std::move(path));
}

}  // namespace watchword::endpoints
