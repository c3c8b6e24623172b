#include <watchword/auth/clients.hpp>
#include <watchword/auth/grants/refresh_token.hpp>
#include <watchword/auth/scope.hpp>
#include <watchword/auth/sessions.hpp>

#include <algorithm>
#include <tuple>

namespace watchword::auth::grants {
namespace {

/// Only whoever holds the token that was presented can open its successor: at rest there is no key to it.
SecretBytes sealing_key(const RefreshToken& presented) {
    return crypto::hkdf_sha256(presented.secret.reveal(), "watchword refresh token successor", 32);
}

RotationRequest rotation_request(const Context& context, const Client& client, const RefreshToken& presented,
                                 const RefreshToken& successor, TimePoint now) {
    const Lifetimes& lifetimes = context.settings.lifetimes;
    RotationRequest request{.handle_hash = presented.handle_hash(),
                            .presented_hash = presented.secret_hash(),
                            .successor_hash = successor.secret_hash(),
                            .sealed_successor = {},
                            .client_id = client.id,
                            .now = now,
                            .idle_expires_at = now + lifetimes.refresh_idle,
                            .grace = lifetimes.refresh_grace};
    if (lifetimes.refresh_grace > Seconds(0)) {
        request.sealed_successor = crypto::seal(sealing_key(presented).reveal(), successor.secret.reveal(),
                                                presented.handle.reveal(), context.random);
    }
    return request;
}

/// The token that the first presentation was answered with.
Result<RefreshToken> open_successor(const RefreshToken& presented, const RefreshFamily& family) {
    auto secret = crypto::open(sealing_key(presented).reveal(), family.sealed_successor, presented.handle.reveal());
    if (!secret) return secret.error();
    return RefreshToken{presented.handle.copy(), std::move(*secret)};
}

/// The refresh token to answer with, given what the store found.
Result<RefreshToken> judged(const Context& context, const Rotation& rotation, const RefreshToken& presented,
                            RefreshToken successor) {
    switch (rotation.outcome) {
        case RotationOutcome::rotated:
            return successor;
        case RotationOutcome::replayed:
            return open_successor(presented, rotation.family);
        case RotationOutcome::reused:
            context.log.warning("refresh_token_reused", {{"user", rotation.family.user_id},
                                                         {"client", rotation.family.client_id},
                                                         {"session", rotation.family.session_id}});
            return Error::refresh_token_reused;
        case RotationOutcome::unknown:
            break;
    }
    return Error::invalid_refresh_token;
}

/// The scope may narrow, never widen (RFC 6749 section 6). Looked at before anything changes, so that a client that
/// asks for too much keeps its token; costs a read only where a scope is asked for.
Result<void> check_narrowing(const Context& context, const RefreshToken& presented, std::string_view scope) {
    if (scope.empty()) return {};
    if (!split_scope(scope)) return Error(Error::invalid_scope, "malformed");
    const auto family = context.store.sessions().find_family(presented.handle_hash());
    if (!family) return family.error();
    if (*family && !scope_is_within(scope, (*family)->scope)) return Error(Error::invalid_scope, "wider than granted");
    return {};
}

Result<User> find_active_user(const Context& context, std::string_view id) {
    auto user = context.store.users().find_by_id(id);
    if (!user) return user.error();
    if (!*user || (*user)->status != UserStatus::active) return Error(Error::invalid_refresh_token, "user not active");
    return std::move(**user);
}

/// Moves the session along where an hour of its life has ended since the last rotation. The tokens do not depend on it:
/// it is what people see in the list of their sessions.
void note_use(const Context& context, const RefreshFamily& family, TimePoint now) {
    if (!family.previous_rotated_at) return;
    const auto hour = [&](TimePoint time) { return (time - family.created_at) / refresh_noted_every; };
    if (hour(now) == hour(*family.previous_rotated_at)) return;
    const TimePoint idle = now + refreshable_lifetime(context.settings.lifetimes).idle;
    // The person stays signed in whether or not this could be written.
    std::ignore = context.store.sessions().touch(family.session_id, now, std::min(idle, family.expires_at));
}

TokenResponse respond(const Context& context, const RefreshFamily& family, const User& user, std::string scope,
                      const RefreshToken& token, TimePoint now) {
    const AccessTokenSubject about{.subject = user.id,
                                   .client_id = family.client_id,
                                   .audience = family.audience,
                                   .scope = scope,
                                   .session_id = family.session_id,
                                   .auth_time = family.created_at,
                                   .role = user.role};
    return TokenResponse{.access_token = issue_access_token(context, about, now),
                         .expires_in = context.settings.lifetimes.access_token,
                         .refresh_token = token.to_text(),
                         .scope = std::move(scope)};
}

}  // namespace

Result<TokenResponse> refresh_token(const Context& context, const Client& client, const RefreshRequest& request) {
    if (auto granted = require_grant(client, "refresh_token"); !granted) return granted.error();
    const auto presented = RefreshToken::parse(request.refresh_token);
    if (!presented) return Error(Error::invalid_refresh_token, "malformed");
    if (auto narrowed = check_narrowing(context, *presented, request.scope); !narrowed) return narrowed.error();

    const TimePoint now = context.clock.now();
    RefreshToken successor = presented->successor(context.random);
    const auto rotation =
        context.store.sessions().rotate(rotation_request(context, client, *presented, successor, now));
    if (!rotation) return rotation.error();
    const auto token = judged(context, *rotation, *presented, std::move(successor));
    if (!token) return token.error();
    // Disabling and removing end the family with the session; this is for the role, and for whatever else may happen.
    const auto user = find_active_user(context, rotation->family.user_id);
    if (!user) return user.error();
    note_use(context, rotation->family, now);
    std::string scope = request.scope.empty() ? rotation->family.scope : request.scope;
    return respond(context, rotation->family, *user, std::move(scope), *token, now);
}

}  // namespace watchword::auth::grants
