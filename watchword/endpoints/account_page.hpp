#pragma once
/// The account page as other pages show it again.

#include <watchword/endpoints/browser.hpp>

namespace watchword::endpoints {

/// What /account shows, without messages. Errors: those of the store.
Result<pages::AccountPage> account_page(const Dependencies& dependencies, Browser& browser,
                                        const auth::SignedIn& signed_in);

}  // namespace watchword::endpoints
