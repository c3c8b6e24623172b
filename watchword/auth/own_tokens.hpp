#pragma once
/// Our own tokens when they come back: shared by introspection and revocation.

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/session.hpp>
#include <watchword/jwt/claims.hpp>

#include <optional>
#include <string_view>

namespace watchword::auth {

/// The claims of an access token that we issued, for whatever audience; empty if it is anything else or expired.
std::optional<jwt::Claims> verify_own_access_token(const Context& context, std::string_view token);

enum class Generation : std::uint8_t {
    current,   ///< the token that is valid now
    previous,  ///< its immediate predecessor
};

struct FoundFamily {
    RefreshFamily family;
    Generation generation;
};

/// The family of a refresh token, if its secret is the current or the previous one. Errors: those of the store.
Result<std::optional<FoundFamily>> find_own_family(const Context& context, std::string_view token);

}  // namespace watchword::auth
