/// GET and POST /setup: the one-time link that makes the first user.

#include <watchword/auth/users.hpp>
#include <watchword/endpoints/browser.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/error_response.hpp>
#include <watchword/endpoints/origin.hpp>
#include <watchword/endpoints/page_message.hpp>
#include <watchword/http/form.hpp>

namespace watchword::endpoints {
namespace {

http::Response show(Browser& browser, int status, pages::SetupPage page) {
    page.csrf = browser.form_token();
    return browser.page(status, pages::render(page));
}

/// Errors of the link itself: whoever has an account goes to sign in, whoever has none needs another link.
Result<http::Response> refuse_link(Browser& browser, const Error& error) {
    if (error == Error::setup_done) return browser.redirect("/login", Flash::setup_done);
    return error;
}

http::Response refuse_form(const Dependencies& dependencies, const http::Request& request, const Parameters& form,
                           const Error& error) {
    log_refusal(dependencies.auth.log, error, request);
    Browser browser(dependencies, request);
    pages::SetupPage page;
    page.token = form.find("token");
    page.username = form.find("username");
    page.email = form.find("email");
    page.message = message_of(error);
    auto response = show(browser, page_status_of(error), std::move(page));
    add_retry_after(error, response);
    return response;
}

/// Makes the user and signs them in.
Result<auth::BrowserSession> redeem(const Dependencies& dependencies, const http::Request& request,
                                    const Parameters& form) {
    const auto name = form.get("username");
    if (!name) return name.error();
    const auto password = form.get("password");
    if (!password) return password.error();
    auth::NewUser user;
    user.name = *name;
    user.email = form.find("email");
    user.password = SecretBytes(*password);
    user.role = auth::Role::admin;
    const auto made = dependencies.setup.redeem(dependencies.auth, form.find("token"), user);
    if (!made) return made.error();
    const auth::Credentials credentials{made->name, SecretBytes(*password)};
    return auth::sign_in_browser(dependencies.auth, credentials, origin_of(request));
}

}  // namespace

Result<http::Response> show_setup(const Dependencies& dependencies, const http::Request& request) {
    const auto query = http::parse_form(request.query);
    if (!query) return query.error();
    const std::string* found = query->find("token");
    pages::SetupPage page;
    page.token = found == nullptr ? std::string() : *found;
    Browser browser(dependencies, request);
    const auto valid = dependencies.setup.check(dependencies.auth, page.token);
    if (!valid) return refuse_link(browser, valid.error());
    return show(browser, 200, std::move(page));
}

Result<http::Response> submit_setup(const Dependencies& dependencies, const http::Request& request) {
    const auto form = Parameters::read(request);
    if (!form) return form.error();
    Browser browser(dependencies, request);
    if (const auto own = browser.check_form(*form); !own) return refuse_form(dependencies, request, *form, own.error());
    const auto valid = dependencies.setup.check(dependencies.auth, form->find("token"));
    if (!valid) return refuse_link(browser, valid.error());
    const auto opened = redeem(dependencies, request, *form);
    if (!opened && opened.error() == Error::setup_done) return refuse_link(browser, opened.error());
    if (!opened) return refuse_form(dependencies, request, *form, opened.error());
    browser.sign_in(*opened);
    return browser.redirect("/account", Flash::welcome);
}

}  // namespace watchword::endpoints
