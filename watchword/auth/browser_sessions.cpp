#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/sessions.hpp>
#include <watchword/auth/sign_in.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

/// 32 bytes in base64url.
constexpr std::size_t cookie_size = 43;
/// A page loads many things at once; the use of a session is noted no more often than this.
constexpr Seconds touch_interval{60};

void note_use(const Context& context, Session& session, TimePoint now) {
    if (now - session.last_used_at < touch_interval) return;
    const TimePoint idle = std::min<TimePoint>(now + context.settings.lifetimes.session_idle, session.expires_at);
    // The person is signed in whether or not this could be written.
    if (!context.store.sessions().touch(session.id, now, idle)) return;
    session.last_used_at = now;
    session.idle_expires_at = idle;
}

}  // namespace

Result<BrowserSession> sign_in_browser(const Context& context, const Credentials& credentials, const Origin& origin) {
    auto user = authenticate(context, credentials, origin);
    if (!user) return user.error();
    const Lifetimes& lifetimes = context.settings.lifetimes;
    BrowserSession opened{
        .session = new_session(context, *user, first_party_client, origin,
                               {lifetimes.session_idle, lifetimes.session_absolute}, context.clock.now()),
        .user = std::move(*user),
        .cookie = new_secret(context.random)};
    opened.session.cookie_hash = crypto::sha256(as_bytes(opened.cookie));
    if (auto stored = open_session(context, opened.user, opened.session, nullptr); !stored) return stored.error();
    return opened;
}

Result<SignedIn> find_browser_session(const Context& context, std::string_view cookie) {
    if (cookie.size() != cookie_size) return Error::session_ended;
    auto session = context.store.sessions().find_by_cookie(crypto::sha256(as_bytes(cookie)));
    if (!session) return session.error();
    const TimePoint now = context.clock.now();
    if (!*session || !(*session)->is_live(now)) return Error::session_ended;
    auto user = context.store.users().find_by_id((*session)->user_id);
    if (!user) return user.error();
    if (!*user || (*user)->status != UserStatus::active) return Error::session_ended;
    note_use(context, **session, now);
    return SignedIn{std::move(**session), std::move(**user)};
}

}  // namespace watchword::auth
