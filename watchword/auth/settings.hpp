#pragma once
/// What an operator decides about sign-in and tokens; filled by app from the configuration.

#include <watchword/base/clock.hpp>
#include <watchword/jose/algorithms.hpp>

#include <string>
#include <vector>

namespace watchword::auth {

struct Lifetimes {
    Seconds access_token{15 * 60};
    Seconds refresh_idle{14 * 24 * 3600};
    Seconds refresh_absolute{90 * 24 * 3600};
    /// How long the predecessor of a refresh token is answered with the same successor. 0 turns that off.
    Seconds refresh_grace{10};
    /// Sessions of the pages.
    Seconds session_idle{24 * 3600};
    Seconds session_absolute{14 * 24 * 3600};
    /// How long a new signing key is published before it signs.
    Seconds key_publication{300};
};

/// A burst, then one more each `interval` (GCRA).
struct Rate {
    unsigned burst;
    Seconds interval;
};

struct LimitSettings {
    Rate per_address{30, Seconds(2)};   ///< sign-in attempts from one address (IPv6: one /64)
    Rate per_account{10, Seconds(30)};  ///< failed sign-ins to one account
    std::size_t entries = 100'000;      ///< bound of the memory that the limits take
};

struct Settings {
    std::string issuer;
    /// `aud` of access tokens where no resource is asked for; empty: the issuer.
    std::string default_audience;
    /// Other audiences that the first-party client may ask for by `resource` (RFC 8707).
    std::vector<std::string> resources;
    /// Scopes that the first-party client may ask for.
    std::vector<std::string> scopes{"openid", "profile", "email"};
    jose::Algorithm signing_algorithm = jose::Algorithm::ES256;
    Lifetimes lifetimes{};
    LimitSettings limits{};

    const std::string& audience() const noexcept { return default_audience.empty() ? issuer : default_audience; }
};

/// The client that is meant wherever no client_id is sent to the token and revocation endpoints; public, first-party.
inline constexpr std::string_view first_party_client = "watchword";

}  // namespace watchword::auth
