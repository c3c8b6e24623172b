/// POST /logout.

#include <watchword/auth/sign_in.hpp>
#include <watchword/endpoints/browser.hpp>
#include <watchword/endpoints/endpoint.hpp>

namespace watchword::endpoints {

Result<http::Response> submit_logout(const Dependencies& dependencies, const http::Request& request) {
    const auto form = Parameters::read(request);
    if (!form) return form.error();
    Browser browser(dependencies, request);
    const auto signed_in = browser.find_session();
    if (!signed_in) return browser.ask_to_sign_in(signed_in.error());
    if (const auto own = browser.check_form(*form); !own) return own.error();
    const auto ended = auth::sign_out(dependencies.auth, signed_in->session.id);
    if (!ended) return ended.error();
    browser.forget_session();
    return browser.redirect("/login", Flash::signed_out);
}

}  // namespace watchword::endpoints
