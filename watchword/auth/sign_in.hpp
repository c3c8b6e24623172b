#pragma once
/// Who is this? Name and password to user, and user to session.

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/session.hpp>
#include <watchword/auth/records/user.hpp>

#include <optional>
#include <string>

namespace watchword::auth {

/// Where a request came from, for limits and for the list of sessions.
struct Origin {
    std::string address;
    std::string user_agent;
};

struct Credentials {
    std::string name;
    SecretBytes password;
};

/// Limits, user, password, in this order; writes a weak hash anew. Unknown user, disabled user and wrong password give
/// the same error after the same time.
/// Errors: wrong_credentials, rate_limited (with retry_after), overloaded, those of the store.
Result<User> authenticate(const Context& context, const Credentials& credentials, const Origin& origin);

struct BrowserSession {
    Session session;
    User user;
    std::string cookie;  ///< the secret for the browser; only its hash is stored
};

/// Authenticates and opens a session for the pages. Errors as above.
Result<BrowserSession> sign_in_browser(const Context& context, const Credentials& credentials, const Origin& origin);

struct SignedIn {
    Session session;
    User user;
};

/// The live session that a cookie belongs to, and its user; notes the use (at most once a minute).
/// Errors: session_ended (unknown, ended, expired, or the user is disabled), those of the store.
Result<SignedIn> find_browser_session(const Context& context, std::string_view cookie);

/// A session is over. True if it was live. Guards learn of it when its access tokens expire.
Result<bool> sign_out(const Context& context, std::string_view session_id);

/// Live sessions, newest first; of all users if `user_id` is empty.
Result<std::vector<Session>> list_sessions(const Context& context, std::string_view user_id);

/// Ends all sessions of a user but `kept_session` (may be empty); how many.
Result<std::size_t> sign_out_everywhere(const Context& context, std::string_view user_id,
                                        std::string_view kept_session);

}  // namespace watchword::auth
