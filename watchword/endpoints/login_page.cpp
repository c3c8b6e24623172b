/// GET and POST /login.

#include <watchword/auth/sign_in.hpp>
#include <watchword/endpoints/browser.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/error_response.hpp>
#include <watchword/endpoints/next_path.hpp>
#include <watchword/endpoints/origin.hpp>
#include <watchword/endpoints/page_message.hpp>
#include <watchword/http/form.hpp>

namespace watchword::endpoints {
namespace {

/// The form again, with the name that was typed and without the password.
http::Response refuse(const Dependencies& dependencies, const http::Request& request, const Parameters& form,
                      const Error& error) {
    log_refusal(dependencies.auth.log, error, request);
    Browser browser(dependencies, request);
    pages::LoginPage page;
    page.csrf = browser.form_token();
    page.next = safe_next(form.find("next"));
    page.username = form.find("username");
    page.message = message_of(error);
    auto response = browser.page(page_status_of(error), pages::render(page));
    add_retry_after(error, response);
    return response;
}

Result<auth::BrowserSession> open_session(const Dependencies& dependencies, const http::Request& request,
                                          const Parameters& form) {
    const auto name = form.get("username");
    if (!name) return name.error();
    const auto password = form.get("password");
    if (!password) return password.error();
    const auth::Credentials credentials{std::string(*name), SecretBytes(*password)};
    return auth::sign_in_browser(dependencies.auth, credentials, origin_of(request));
}

}  // namespace

Result<http::Response> show_login(const Dependencies& dependencies, const http::Request& request) {
    const auto query = http::parse_form(request.query);
    if (!query) return query.error();
    const std::string* wanted = query->find("next");
    const std::string next = safe_next(wanted == nullptr ? "" : *wanted);
    Browser browser(dependencies, request);
    const auto signed_in = browser.find_session();
    if (signed_in) return browser.redirect(next);
    if (!(signed_in.error() == Error::session_ended)) return signed_in.error();
    pages::LoginPage page;
    page.csrf = browser.form_token();
    page.next = next;
    page.message = browser.take_flash();
    return browser.page(200, pages::render(page));
}

Result<http::Response> submit_login(const Dependencies& dependencies, const http::Request& request) {
    const auto form = Parameters::read(request);
    if (!form) return form.error();
    Browser browser(dependencies, request);
    if (const auto own = browser.check_form(*form); !own) return refuse(dependencies, request, *form, own.error());
    const auto opened = open_session(dependencies, request, *form);
    if (!opened) return refuse(dependencies, request, *form, opened.error());
    // A browser has one session: the one it had before is over, and its id with it.
    if (const auto before = browser.find_session(); before) {
        const auto ended = auth::sign_out(dependencies.auth, before->session.id);
        if (!ended) return ended.error();
    }
    browser.sign_in(*opened);
    return browser.redirect(safe_next(form->find("next")));
}

}  // namespace watchword::endpoints
