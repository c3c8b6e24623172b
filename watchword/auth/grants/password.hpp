#pragma once
/// Resource owner password credentials (RFC 6749 section 4.3), for first-party clients only.

#include <watchword/auth/sign_in.hpp>
#include <watchword/auth/tokens.hpp>

namespace watchword::auth::grants {

struct PasswordRequest {
    Credentials credentials;
    std::string scope;
    std::string resource;
    Origin origin;
    /// The end user's address as a confidential client states it; believed only if the client may state it.
    std::string end_user_address;
};

/// Authenticates the person and opens a session with a refresh token.
/// Errors: unauthorized_client, invalid_scope, invalid_target, those of `authenticate`.
Result<TokenResponse> password(const Context& context, const Client& client, const PasswordRequest& request);

}  // namespace watchword::auth::grants
