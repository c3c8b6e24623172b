#include <watchword/guard/challenge.hpp>
#include <watchword/guard/possession.hpp>
#include <watchword/jwt/verify.hpp>

#include <algorithm>
#include <utility>

namespace watchword::guard {
namespace {

bool has_all(const Principal& principal, const std::vector<std::string_view>& scopes) noexcept {
    return std::all_of(scopes.begin(), scopes.end(), [&](std::string_view s) { return principal.has_scope(s); });
}

Result<Principal> authenticate(const RequestView& request, const PresentedToken& presented, const TokenVerifier& verify,
                               const Policy& policy, TimePoint now) {
    Result<jwt::Claims> claims = verify(presented.token, policy.requirements, now);
    if (!claims) return claims.error();
    if (const auto possession = check_possession(request, presented, *claims, policy, now); !possession)
        return possession.error();
    return Principal{*std::move(claims)};
}

}  // namespace

tl::expected<Principal, Challenge> check(const RequestView& request, const TokenVerifier& verify, const Policy& policy,
                                         TimePoint now, const std::vector<std::string_view>& scopes) {
    const auto refuse = [&](const Error& error, Scheme used) {
        return tl::unexpected<Challenge>(challenge_for(error, policy, used, scopes));
    };
    const Result<PresentedToken> presented = find_token(request, policy.extraction, policy.dpop.has_value());
    if (!presented) return refuse(presented.error(), Scheme::bearer);
    Result<Principal> principal = authenticate(request, *presented, verify, policy, now);
    if (!principal) return refuse(principal.error(), presented->scheme);
    if (!has_all(*principal, scopes)) return refuse(Error::insufficient_scope, presented->scheme);
    return *std::move(principal);
}

tl::expected<Principal, Challenge> check(const RequestView& request, const jwt::KeySource& keys, const Policy& policy,
                                         TimePoint now, const std::vector<std::string_view>& scopes) {
    return check(request, verifier_with(keys, policy.cache), policy, now, scopes);
}

TokenVerifier verifier_with(const jwt::KeySource& keys, jwt::TokenCache* cache) {
    // Two pointers, which std::function keeps without an allocation.
    return [&keys, cache](std::string_view token, const jwt::Requirements& required, TimePoint now) {
        return cache != nullptr ? cache->verify(token, keys, required, now) : jwt::verify(token, keys, required, now);
    };
}

}  // namespace watchword::guard
