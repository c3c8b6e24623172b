#pragma once
/// A successful answer with tokens (RFC 6749 section 5.1).

#include <watchword/auth/tokens.hpp>
#include <watchword/http/message.hpp>

namespace watchword::endpoints {

http::Response token_response(const auth::TokenResponse& tokens);

}  // namespace watchword::endpoints
