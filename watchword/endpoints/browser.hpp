#pragma once
/// One request of a browser for a page: its cookies, its session, its form, and the answer with cookies set.

#include <watchword/auth/sign_in.hpp>
#include <watchword/endpoints/flash.hpp>
#include <watchword/endpoints/parameters.hpp>
#include <watchword/endpoints/routes.hpp>
#include <watchword/http/cookies.hpp>

#include <optional>
#include <string>
#include <vector>

namespace watchword::endpoints {

/// Lives as long as the handler of the request runs; not shared between threads.
class Browser {
  public:
    Browser(const Dependencies& dependencies, const http::Request& request);

    /// Errors: session_ended (also for none at all), those of the store.
    Result<auth::SignedIn> find_session() const;
    /// The answer when `find_session` failed: to the sign-in page and back, with a word about it if there had been a
    /// session. Errors that are not about the session stay errors.
    Result<http::Response> ask_to_sign_in(const Error& error);

    /// The hidden field of every form on the page.
    std::string form_token();
    /// Error: csrf_failed.
    Result<void> check_form(const Parameters& form) const;

    void sign_in(const auth::BrowserSession& opened);
    void forget_session();
    /// The message that an earlier answer left, once.
    pages::Message take_flash();

    /// The page, or the redirect (303), with all cookies that were set on the way.
    http::Response page(int status, std::string html);
    http::Response redirect(std::string path);
    http::Response redirect(std::string path, Flash flash);

  private:
    http::SetCookie cookie(std::string_view name, std::string value) const;
    std::string cookie_name(std::string_view name) const;
    std::string_view find_cookie(std::string_view name) const noexcept;
    http::Response with_cookies(http::Response response);

    const Dependencies& dependencies_;
    const http::Request& request_;
    http::Cookies cookies_;
    std::string browser_cookie_;
    std::string session_cookie_;
    std::vector<http::SetCookie> set_;
};

}  // namespace watchword::endpoints
