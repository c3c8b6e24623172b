/// POST /account/sessions/end: one other session of the person (`session`), or all others (`all=others`).

#include <watchword/auth/sign_in.hpp>
#include <watchword/endpoints/browser.hpp>
#include <watchword/endpoints/endpoint.hpp>

#include <algorithm>

namespace watchword::endpoints {
namespace {

Result<Flash> end_all_others(const Dependencies& dependencies, const auth::SignedIn& signed_in) {
    const auto ended = auth::sign_out_everywhere(dependencies.auth, signed_in.user.id, signed_in.session.id);
    if (!ended) return ended.error();
    return Flash::sessions_closed;
}

/// The id comes from the form: it counts only if it is one of the person's own.
Result<Flash> end_one(const Dependencies& dependencies, const auth::SignedIn& signed_in, std::string_view id) {
    const auto sessions = auth::list_sessions(dependencies.auth, signed_in.user.id);
    if (!sessions) return sessions.error();
    const auto session = std::ranges::find(*sessions, id, &auth::Session::id);
    // It may have ended in the meantime: what was asked for is true then.
    if (session == sessions->end()) return Flash::session_closed;
    const auto ended = auth::sign_out(dependencies.auth, session->id);
    if (!ended) return ended.error();
    return Flash::session_closed;
}

}  // namespace

Result<http::Response> submit_end_sessions(const Dependencies& dependencies, const http::Request& request) {
    const auto form = Parameters::read(request);
    if (!form) return form.error();
    Browser browser(dependencies, request);
    const auto signed_in = browser.find_session();
    if (!signed_in) return browser.ask_to_sign_in(signed_in.error());
    if (const auto own = browser.check_form(*form); !own) return own.error();
    const bool all = form->find("all") == "others";
    const auto id = all ? Result<std::string_view>(std::string_view{}) : form->get("session");
    if (!id) return id.error();
    const auto done = all ? end_all_others(dependencies, *signed_in) : end_one(dependencies, *signed_in, *id);
    if (!done) return done.error();
    return browser.redirect("/account", *done);
}

}  // namespace watchword::endpoints
