#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/tokens.hpp>
#include <watchword/jwt/issue.hpp>

namespace watchword::auth {
namespace {

std::vector<std::string> roles_of(Role role) {
    return {role == Role::admin ? "admin" : "user"};
}

}  // namespace

std::string issue_access_token(const Context& context, const AccessTokenSubject& about, TimePoint now) {
    jwt::ClaimsBuilder claims;
    claims.issuer(context.settings.issuer)
        .subject(about.subject)
        .audience(about.audience)
        .expires_at(now + context.settings.lifetimes.access_token)
        .issued_at(now)
        .id(new_token_id(context.random))
        .set("client_id", about.client_id);
    // RFC 9068 section 2.2.3: present if the request had a scope.
    if (!about.scope.empty()) claims.set("scope", about.scope);
    if (!about.session_id.empty()) claims.set("sid", about.session_id).set("roles", roles_of(about.role));
    if (about.auth_time) claims.set("auth_time", to_unix_seconds(*about.auth_time));
    return jwt::issue(claims, context.keys.signing_key(now), "at+jwt");
}

}  // namespace watchword::auth
