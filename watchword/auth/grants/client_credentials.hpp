#pragma once
/// Tokens for a service itself (RFC 6749 section 4.4); no refresh token, no session.

#include <watchword/auth/tokens.hpp>

namespace watchword::auth::grants {

struct ClientCredentialsRequest {
    std::string scope;
    std::string resource;
};

/// Errors: unauthorized_client, invalid_scope, invalid_target.
Result<TokenResponse> client_credentials(const Context& context, const Client& client,
                                         const ClientCredentialsRequest& request);

}  // namespace watchword::auth::grants
