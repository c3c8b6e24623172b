#include <watchword/auth/clients.hpp>
#include <watchword/auth/grants/password.hpp>
#include <watchword/auth/limits.hpp>
#include <watchword/auth/sessions.hpp>

namespace watchword::auth::grants {
namespace {

/// Limits fall on the end user where the client may say who that is, else on whoever connects.
Origin effective_origin(const Client& client, const PasswordRequest& request) {
    const bool believed =
        client.end_user_address == EndUserAddress::believed && is_ip_address(request.end_user_address);
    return {believed ? request.end_user_address : request.origin.address, request.origin.user_agent};
}

/// Without refresh tokens there is nothing that could outlive the access token.
SessionLifetime lifetime_of(const Lifetimes& lifetimes, bool refreshable) noexcept {
    if (!refreshable) return {lifetimes.access_token, lifetimes.access_token};
    return refreshable_lifetime(lifetimes);
}

RefreshFamily family_of(const Session& session, const RefreshToken& token, std::string scope, std::string audience,
                        const Lifetimes& lifetimes) {
    return RefreshFamily{.handle_hash = token.handle_hash(),
                         .current_hash = token.secret_hash(),
                         .previous_hash = std::nullopt,
                         .rotated_at = session.created_at,
                         .sealed_successor = {},
                         .session_id = session.id,
                         .user_id = session.user_id,
                         .client_id = session.client_id,
                         .scope = std::move(scope),
                         .audience = std::move(audience),
                         .created_at = session.created_at,
                         .idle_expires_at = session.created_at + lifetimes.refresh_idle,
                         .expires_at = session.expires_at};
}

}  // namespace

Result<TokenResponse> password(const Context& context, const Client& client, const PasswordRequest& request) {
    if (auto granted = require_grant(client, "password"); !granted) return granted.error();
    auto scope = allowed_scope(client, request.scope);
    if (!scope) return scope.error();
    auto audience = allowed_audience(context, client, request.resource);
    if (!audience) return audience.error();
    const Origin origin = effective_origin(client, request);
    const auto user = authenticate(context, request.credentials, origin);
    if (!user) return user.error();

    const TimePoint now = context.clock.now();
    const bool refreshable = require_grant(client, "refresh_token").has_value();
    const Session session =
        new_session(context, *user, client.id, origin, lifetime_of(context.settings.lifetimes, refreshable), now);
    const RefreshToken token = RefreshToken::generate(context.random);
    const RefreshFamily family = family_of(session, token, *scope, *audience, context.settings.lifetimes);
    if (auto stored = open_session(context, *user, session, refreshable ? &family : nullptr); !stored)
        return stored.error();

    const AccessTokenSubject about{.subject = user->id,
                                   .client_id = client.id,
                                   .audience = std::move(*audience),
                                   .scope = *scope,
                                   .session_id = session.id,
                                   .auth_time = now,
                                   .role = user->role};
    return TokenResponse{.access_token = issue_access_token(context, about, now),
                         .expires_in = context.settings.lifetimes.access_token,
                         .refresh_token = refreshable ? token.to_text() : std::string(),
                         .scope = std::move(*scope)};
}

}  // namespace watchword::auth::grants
