#pragma once
/// Refreshing (RFC 6749 section 6) with rotation and reuse detection (RFC 9700 section 4.14.2).

#include <watchword/auth/tokens.hpp>

namespace watchword::auth::grants {

struct RefreshRequest {
    std::string refresh_token;
    std::string scope;  ///< may narrow, never widen; empty: as granted
};

/// Errors: invalid_refresh_token, refresh_token_reused, invalid_scope, unauthorized_client, those of the store.
Result<TokenResponse> refresh_token(const Context& context, const Client& client, const RefreshRequest& request);

}  // namespace watchword::auth::grants
