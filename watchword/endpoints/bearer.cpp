#include <watchword/auth/introspect.hpp>
#include <watchword/endpoints/bearer.hpp>

namespace watchword::endpoints {
namespace {

guard::Policy policy_of(const auth::Settings& settings) {
    auto required = jwt::Requirements::access_token(settings.issuer, settings.issuer);
    required.audience = jwt::Audience::any_of({settings.issuer, settings.audience()});
    // Every key of ours that is published, whatever it signs with; shared secrets never (they belong to an audience).
    required.algorithms = jose::all_asymmetric();
    return {std::move(required)};
}

/// What stands behind "Bearer" and is no token is a malformed one here: `invalid_request` is said of bodies as well,
/// and carries no challenge.
Error refusal(const guard::Challenge& challenge) {
    if (challenge.error == Error::invalid_request) return Error(Error::malformed, challenge.error.detail());
    return challenge.error;
}

}  // namespace

Result<Caller> authenticate_caller(const Dependencies& dependencies, const http::Request& request) {
    const auth::Context& context = dependencies.auth;
    const guard::RequestView view{request.headers.all("Authorization"), {}};
    auto principal = guard::check(view, context.keys, policy_of(context.settings), context.clock.now());
    if (!principal) return refusal(principal.error());
    if (principal->session().empty()) return Error::user_token_required;
    auto user = auth::find_token_user(context, principal->claims);
    if (!user) return user.error();
    return Caller{std::move(*principal), std::move(*user)};
}

}  // namespace watchword::endpoints
