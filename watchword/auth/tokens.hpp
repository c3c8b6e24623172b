#pragma once
/// Access and refresh tokens: how they are made.

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/client.hpp>
#include <watchword/auth/records/session.hpp>
#include <watchword/auth/records/user.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchword::auth {

/// RFC 6749 section 5.1.
struct TokenResponse {
    std::string access_token;
    Seconds expires_in{0};
    std::string refresh_token;  ///< empty: none
    std::string scope;
};

/// What an access token is about (RFC 9068 section 2.2).
struct AccessTokenSubject {
    std::string subject;
    std::string client_id;
    std::string audience;
    std::string scope;
    std::string session_id;                ///< empty for client_credentials
    std::optional<TimePoint> auth_time{};  ///< empty for client_credentials
    Role role = Role::user;
};

std::string issue_access_token(const Context& context, const AccessTokenSubject& about, TimePoint now);

/// A refresh token in its parts: base64url of 16 bytes handle and 32 bytes secret.
struct RefreshToken {
    SecretBytes handle;
    SecretBytes secret;
    std::string to_text() const;
    /// Empty optional for anything that cannot be one.
    static std::optional<RefreshToken> parse(std::string_view text);
    static RefreshToken generate(Random& random);
    /// The same family, a new secret.
    RefreshToken successor(Random& random) const;
    crypto::Digest handle_hash() const;
    crypto::Digest secret_hash() const;
};

}  // namespace watchword::auth
