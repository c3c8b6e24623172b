#pragma once
/// Who calls one of the server's own protected endpoints?

#include <watchword/auth/records/user.hpp>
#include <watchword/endpoints/routes.hpp>
#include <watchword/guard/guard.hpp>

namespace watchword::endpoints {

/// A person, and the verified token that speaks for them.
struct Caller {
    guard::Principal principal;
    auth::User user;
};

/// Verifies the bearer token as any guard does (our issuer, our keys, `at+jwt`, asymmetric; meant for the issuer or for
/// the default audience), then looks whether its session is live.
/// Errors: those of guard::check, session_ended, user_token_required (a token of client_credentials has no session),
/// those of the store.
Result<Caller> authenticate_caller(const Dependencies& dependencies, const http::Request& request);

}  // namespace watchword::endpoints
