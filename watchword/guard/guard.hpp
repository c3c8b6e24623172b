#pragma once
/// What a service needs: from the request's headers to a `Principal`, or to the challenge that is the answer.
/// No storage, no framework; network only if the key source does it.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>
#include <watchword/jwt/token_cache.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::guard {

/// What `check` looks at. Views must live until the call returns.
struct RequestView {
    /// Every value of the Authorization header, in order: a second one is an error, not a choice.
    std::vector<std::string_view> authorization{};
    /// Every value of the Cookie header.
    std::vector<std::string_view> cookie{};
};

/// Where a token may stand. Query strings are not among them (RFC 6750 section 5.3, RFC 9700 section 4.3.2).
struct Extraction {
    enum class From : std::uint8_t { bearer, cookie, bearer_or_cookie };
    From from = From::bearer;
    std::string cookie_name = "__Host-access_token";
};

/// Whom the request speaks for.
struct Principal {
    jwt::Claims claims;
    std::string_view subject() const noexcept { return claims.subject(); }
    std::string_view session() const noexcept { return claims.string("sid"); }
    std::string_view client() const noexcept { return claims.string("client_id"); }
    bool has_scope(std::string_view scope) const noexcept { return claims.has_scope(scope); }
};

/// What to answer instead (RFC 6750 section 3): a status, and the value of WWW-Authenticate.
struct Challenge {
    int status;
    std::string www_authenticate;
    Error error;
};

/// What a route demands of a request.
struct Policy {
    jwt::Requirements requirements;
    Extraction extraction{};
    std::string realm = "watchword";
    /// Tokens that are bound to a key (`cnf`, RFC 7800) are refused, since a bearer cannot show the key (RFC 9449
    /// section 7.2): proof_required. Whoever verifies the proof of possession as well may accept them.
    enum class BoundTokens : std::uint8_t { refused, accepted_proof_is_checked_elsewhere };
    BoundTokens bound_tokens = BoundTokens::refused;
    /// Borrowed. If set, a token that comes again is not verified from scratch (jwt/token_cache.hpp).
    jwt::TokenCache* cache = nullptr;
};

/// Extracts the token, verifies it, demands every scope of `scopes`.
/// A request without a token gets a bare challenge without an error code (RFC 6750 section 3.1).
/// 401 for anything wrong with the token, 403 insufficient_scope, 400 for several tokens, 503 keys_unavailable.
tl::expected<Principal, Challenge> check(const RequestView& request, const jwt::KeySource& keys, const Policy& policy,
                                         TimePoint now, const std::vector<std::string_view>& scopes = {});

/// Only the extraction. Errors: missing_token, several_tokens, invalid_request.
Result<std::string_view> extract_token(const RequestView& request, const Extraction& extraction);

/// The challenge for an error, as `check` builds it.
Challenge challenge_for(const Error& error, std::string_view realm, const std::vector<std::string_view>& scopes = {});

}  // namespace watchword::guard
