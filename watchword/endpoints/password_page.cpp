/// POST /account/password: a new password, asked for with the old one. Other sessions end.

#include <watchword/auth/users.hpp>
#include <watchword/endpoints/account_page.hpp>
#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/error_response.hpp>
#include <watchword/endpoints/page_message.hpp>

namespace watchword::endpoints {
namespace {

Result<void> change(const Dependencies& dependencies, const http::Request& request, const Parameters& form,
                    const auth::SignedIn& signed_in) {
    const auto current = form.get("current_password");
    if (!current) return current.error();
    const auto fresh = form.get("new_password");
    if (!fresh) return fresh.error();
    return auth::change_password(dependencies.auth, signed_in.user, SecretBytes(*current), SecretBytes(*fresh),
                                 signed_in.session.id, request.address);
}

/// Whoever is signed in knows who they are: only the password can be wrong.
pages::Message message_about(const Error& error) {
    if (error == Error::wrong_credentials) return {pages::Message::Kind::bad, "The current password is not correct."};
    return message_of(error);
}

}  // namespace

Result<http::Response> submit_password(const Dependencies& dependencies, const http::Request& request) {
    const auto form = Parameters::read(request);
    if (!form) return form.error();
    Browser browser(dependencies, request);
    const auto signed_in = browser.find_session();
    if (!signed_in) return browser.ask_to_sign_in(signed_in.error());
    if (const auto own = browser.check_form(*form); !own) return own.error();
    const auto changed = change(dependencies, request, *form, *signed_in);
    if (changed) return browser.redirect("/account", Flash::password_changed);
    log_refusal(dependencies.auth.log, changed.error(), request);
    auto page = account_page(dependencies, browser, *signed_in);
    if (!page) return page.error();
    page->password_message = message_about(changed.error());
    auto response = browser.page(page_status_of(changed.error()), pages::render(*page));
    add_retry_after(changed.error(), response);
    return response;
}

}  // namespace watchword::endpoints
