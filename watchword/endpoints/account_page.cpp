#include <watchword/endpoints/account_page.hpp>
#include <watchword/endpoints/endpoint.hpp>

#include <algorithm>

namespace watchword::endpoints {
namespace {

/// Programs that sign in again and again leave one session each time.
constexpr std::size_t most_sessions = 100;

}  // namespace

Result<pages::AccountPage> account_page(const Dependencies& dependencies, Browser& browser,
                                        const auth::SignedIn& signed_in) {
    auto sessions = auth::list_sessions(dependencies.auth, signed_in.user.id);
    if (!sessions) return sessions.error();
    // The newest come first, but this one before all.
    std::ranges::stable_partition(*sessions, [&](const auth::Session& one) { return one.id == signed_in.session.id; });
    pages::AccountPage page;
    page.sessions_left_out = sessions->size() - std::min(sessions->size(), most_sessions);
    sessions->erase(sessions->end() - static_cast<std::ptrdiff_t>(page.sessions_left_out), sessions->end());
    page.csrf = browser.form_token();
    page.user = signed_in.user;
    page.sessions = std::move(*sessions);
    page.current_session = signed_in.session.id;
    page.now = dependencies.auth.clock.now();
    return page;
}

Result<http::Response> front_page(const Dependencies&, const http::Request&) {
    return http::Response::see_other("/account");
}

/// GET /account.
Result<http::Response> show_account(const Dependencies& dependencies, const http::Request& request) {
    Browser browser(dependencies, request);
    const auto signed_in = browser.find_session();
    if (!signed_in) return browser.ask_to_sign_in(signed_in.error());
    auto page = account_page(dependencies, browser, *signed_in);
    if (!page) return page.error();
    page->message = browser.take_flash();
    return browser.page(200, pages::render(*page));
}

}  // namespace watchword::endpoints
