#include <watchword/auth/own_tokens.hpp>
#include <watchword/auth/tokens.hpp>
#include <watchword/jwt/verify.hpp>

namespace watchword::auth {
namespace {

jwt::Requirements requirements(const Settings& settings) {
    jwt::Requirements required = jwt::Requirements::access_token(settings.issuer, settings.audience());
    required.audience = jwt::Audience::any();
    return required;
}

}  // namespace

std::optional<jwt::Claims> verify_own_access_token(const Context& context, std::string_view token) {
    auto claims = jwt::verify(token, context.keys, requirements(context.settings), context.clock.now());
    if (!claims) return std::nullopt;
    return std::move(*claims);
}

Result<std::optional<FoundFamily>> find_own_family(const Context& context, std::string_view token) {
    const std::optional<FoundFamily> none;
    const auto presented = RefreshToken::parse(token);
    if (!presented) return none;
    auto family = context.store.sessions().find_family(presented->handle_hash());
    if (!family) return family.error();
    if (!*family) return none;
    const crypto::Digest hash = presented->secret_hash();
    if (constant_time_equal((*family)->current_hash, hash))
        return std::optional(FoundFamily{std::move(**family), Generation::current});
    if ((*family)->previous_hash && constant_time_equal(*(*family)->previous_hash, hash))
        return std::optional(FoundFamily{std::move(**family), Generation::previous});
    return none;
}

}  // namespace watchword::auth
