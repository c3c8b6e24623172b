#pragma once
/// What a service needs: from the request's headers to a `Principal`, or to the challenge that is the answer.
/// No storage, no framework; network only if the key source does it.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/replay_memory.hpp>
#include <watchword/jwt/requirements.hpp>
#include <watchword/jwt/token_cache.hpp>

#include <cstdint>
#include <functional>
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
    /// For proofs of possession alone: every value of the DPoP header, the method, and the target as it stands in the
    /// request line.
    std::vector<std::string_view> dpop{};
    std::string_view method{};
    std::string_view target{};
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

/// Proof of possession (RFC 9449): who presents a token shows to hold the key that it is bound to (`cnf.jkt`), by a
/// proof about this very request.
struct Dpop {
    /// Scheme, host and port as clients see them, "https://api.example": configured, never taken from the request.
    std::string origin;
    /// Borrowed; what makes a proof good for one request. Several processes of one service should share one. It needs
    /// room for every request of the last `max_age`, for a full one refuses all: with 60 seconds the 100,000 entries of
    /// jwt::LocalReplayMemory's default are some 1,600 requests a second.
    std::reference_wrapper<jwt::ReplayMemory> seen;
    /// Whether tokens that are bound to no key are accepted as bearer tokens beside the others.
    enum class Demanded : std::uint8_t { of_bound_tokens, of_all_tokens };
    Demanded demanded = Demanded::of_bound_tokens;
    jose::AlgorithmSet algorithms = jose::all_asymmetric();
    /// As in jwt::DpopRequirements.
    Seconds max_age{60};
    Seconds leeway{5};
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
    /// If set, the scheme DPoP is accepted, and a token that is bound to a key comes with a proof or not at all.
    std::optional<Dpop> dpop{};
    /// Borrowed. If set, a token that comes again is not verified from scratch (jwt/token_cache.hpp). For the `check`
    /// that takes keys.
    jwt::TokenCache* cache = nullptr;
};

/// Extracts the token, verifies it, demands every scope of `scopes`.
/// A request without a token gets a bare challenge without an error code (RFC 6750 section 3.1).
/// 401 for anything wrong with the token or the proof, 403 insufficient_scope, 400 for several tokens, 503
/// keys_unavailable.
tl::expected<Principal, Challenge> check(const RequestView& request, const jwt::KeySource& keys, const Policy& policy,
                                         TimePoint now, const std::vector<std::string_view>& scopes = {});

/// How a token becomes claims, where one source of keys is not all there is to it: several issuers, nested tokens. The
/// requirements are those of the policy. Thread-safe, as `check` is only if this is.
///
///     [&](auto token, const auto& required, auto now) { return jwt::verify(token, issuers, required, now); }
using TokenVerifier =
    std::function<Result<jwt::Claims>(std::string_view token, const jwt::Requirements& required, TimePoint now)>;

/// The same with a verifier of your own.
tl::expected<Principal, Challenge> check(const RequestView& request, const TokenVerifier& verify, const Policy& policy,
                                         TimePoint now, const std::vector<std::string_view>& scopes = {});

/// What `check` does with keys: jwt::verify, or the cache's if there is one. Borrows both.
TokenVerifier verifier_with(const jwt::KeySource& keys, jwt::TokenCache* cache = nullptr);

/// Only the extraction of a bearer token. Errors: missing_token, several_tokens, invalid_request.
Result<std::string_view> extract_token(const RequestView& request, const Extraction& extraction);

/// The challenge for an error, as `check` builds it where no proof is accepted.
Challenge challenge_for(const Error& error, std::string_view realm, const std::vector<std::string_view>& scopes = {});

}  // namespace watchword::guard
