#include <watchword/auth/clients.hpp>
#include <watchword/auth/grants/client_credentials.hpp>

namespace watchword::auth::grants {

Result<TokenResponse> client_credentials(const Context& context, const Client& client,
                                         const ClientCredentialsRequest& request) {
    if (auto granted = require_grant(client, "client_credentials"); !granted) return granted.error();
    // RFC 6749 section 4.4: "MUST only be used by confidential clients".
    if (!client.secret_hash) return Error::unauthorized_client;
    auto scope = allowed_scope(client, request.scope);
    if (!scope) return scope.error();
    auto audience = allowed_audience(context, client, request.resource);
    if (!audience) return audience.error();
    // RFC 9068 section 2.2: without a resource owner, `sub` names the client.
    const AccessTokenSubject about{.subject = client.id,
                                   .client_id = client.id,
                                   .audience = std::move(*audience),
                                   .scope = *scope,
                                   .session_id = {}};
    const TimePoint now = context.clock.now();
    return TokenResponse{.access_token = issue_access_token(context, about, now),
                         .expires_in = context.settings.lifetimes.access_token,
                         .refresh_token = {},
                         .scope = std::move(*scope)};
}

}  // namespace watchword::auth::grants
