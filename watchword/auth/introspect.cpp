#include <watchword/auth/introspect.hpp>
#include <watchword/auth/own_tokens.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/json_object.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

/// RFC 7662 section 2.2: nothing else is said of a token that is not active.
constexpr std::string_view inactive = R"({"active":false})";

Result<std::optional<User>> find_active_user(const Context& context, std::string_view id) {
    auto user = context.store.users().find_by_id(id);
    if (user && *user && (*user)->status != UserStatus::active) return std::optional<User>();
    return user;
}

bool is_live_now(const Session& session, TimePoint now) noexcept {
    // No idle limit: the token lives minutes, and its session was in use when it was issued.
    return !session.ended_at && now < session.expires_at;
}

/// The user of a live session; empty if the session or the user is over.
Result<std::optional<User>> find_session_user(const Context& context, const jwt::Claims& claims) {
    const std::string_view sid = claims.string("sid");
    if (sid.empty()) return std::optional<User>();
    const auto session = context.store.sessions().find(sid);
    if (!session) return session.error();
    if (!*session || !is_live_now(**session, context.clock.now()) || (*session)->user_id != claims.subject())
        return std::optional<User>();
    return find_active_user(context, claims.subject());
}

/// RFC 7662 section 4: tokens are shown to those they were issued to or are meant for.
bool may_see(const Client& caller, const jwt::Claims& claims) {
    if (claims.string("client_id") == caller.id) return true;
    return std::ranges::any_of(claims.audience(), [&](std::string_view audience) {
        return audience == caller.id || std::ranges::find(caller.resources, audience) != caller.resources.end();
    });
}

std::string describe(const jwt::Claims& claims, std::string_view user_name) {
    std::string json = R"({"active":true,"token_type":"Bearer")";
    if (!user_name.empty()) {
        json += R"(,"username":)";
        jose::json::append_quoted(json, user_name);
    }
    return json + ',' + claims.to_json().substr(1);
}

Result<std::string> introspect_access_token(const Context& context, const Client& caller, std::string_view token) {
    const auto claims = verify_own_access_token(context, token);
    if (!claims || !may_see(caller, *claims)) return std::string(inactive);
    if (claims->string("sid").empty()) {
        // A token of a client itself dies with the client.
        const auto client = context.store.clients().find(claims->subject());
        if (!client) return client.error();
        return *client ? describe(*claims, {}) : std::string(inactive);
    }
    const auto user = find_session_user(context, *claims);
    if (!user) return user.error();
    return *user ? describe(*claims, (*user)->name) : std::string(inactive);
}

std::string describe(const Context& context, const RefreshFamily& family, const User& user) {
    jose::json::ObjectWriter json;
    json.add_flag("active", true)
        .add("iss", context.settings.issuer)
        .add("sub", family.user_id)
        .add("aud", family.audience)
        .add("client_id", family.client_id)
        .add("username", user.name);
    if (!family.scope.empty()) json.add("scope", family.scope);
    json.add("sid", family.session_id)
        .add("iat", to_unix_seconds(family.rotated_at))
        .add("exp", to_unix_seconds(std::min(family.idle_expires_at, family.expires_at)));
    return json.text();
}

Result<std::string> introspect_family(const Context& context, const Client& caller, const FoundFamily& found) {
    const RefreshFamily& family = found.family;
    const TimePoint now = context.clock.now();
    if (found.generation != Generation::current || family.client_id != caller.id) return std::string(inactive);
    if (now >= family.idle_expires_at || now >= family.expires_at) return std::string(inactive);
    const auto user = find_active_user(context, family.user_id);
    if (!user) return user.error();
    return *user ? describe(context, family, **user) : std::string(inactive);
}

}  // namespace

Result<std::string> introspect(const Context& context, const Client& caller, std::string_view token) {
    const auto found = find_own_family(context, token);
    if (!found) return found.error();
    if (*found) return introspect_family(context, caller, **found);
    return introspect_access_token(context, caller, token);
}

Result<User> find_token_user(const Context& context, const jwt::Claims& claims) {
    auto user = find_session_user(context, claims);
    if (!user) return user.error();
    if (!*user) return Error::session_ended;
    return std::move(**user);
}

}  // namespace watchword::auth
