#pragma once
/// Token introspection (RFC 7662) and revocation (RFC 7009).

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/client.hpp>
#include <watchword/jwt/claims.hpp>

#include <optional>
#include <string>

namespace watchword::auth {

/// The JSON object of RFC 7662 section 2.2; for anything that is not live just {"active":false}. Knows sessions that
/// have ended. A caller sees tokens issued to it or meant for it (its id or one of its resources is in `aud`); others
/// are not active to it. Errors: those of the store only.
Result<std::string> introspect(const Context& context, const Client& caller, std::string_view token);

/// Ends the session that a refresh or an access token belongs to. An unknown token, or one of another client, is no
/// error and has no effect (RFC 7009 section 2.2). Errors: unsupported_token_type (an access token of
/// client_credentials has no session to end), those of the store.
Result<void> revoke(const Context& context, const Client& client, std::string_view token);

/// For the server's own protected endpoints, after guard::check: the user of an access token whose session is live.
/// Errors: session_ended, those of the store.
Result<User> find_token_user(const Context& context, const jwt::Claims& claims);

}  // namespace watchword::auth
