#pragma once
/// Looking into a token without believing it: for tools and error messages, never for decisions.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/json.hpp>

#include <string>
#include <string_view>

namespace watchword::jwt {

/// Anybody can have written this.
struct UnverifiedToken {
    jose::json::Document header;
    jose::json::Document claims;
    Bytes signature;
};

/// Splits and decodes a compact JWS. Errors: malformed, too_large.
Result<UnverifiedToken> decode_unverified(std::string_view token);

}  // namespace watchword::jwt
