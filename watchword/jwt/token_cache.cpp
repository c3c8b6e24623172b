#include <watchword/jwt/token_cache.hpp>
#include <watchword/jwt/verification.hpp>
#include <watchword/jwt/verified_tokens.hpp>

#include <optional>

namespace watchword::jwt {

TokenCache::TokenCache(const Capacity& capacity, Random& random)
    : tokens_(std::make_unique<VerifiedTokens>(capacity, random)) {}
TokenCache::~TokenCache() = default;

Result<Claims> TokenCache::verify(std::string_view token, const KeySource& keys, const Requirements& required,
                                  TimePoint now) {
    const VerifiedTokens::Sought sought = tokens_->seek(token);
    const Result<jose::Segments> segments = checks::format(token, required);
    if (!segments) return segments.error();
    tokens_->approach(sought);
    const Result<SharedHeader> header = verification::open(*segments, required);
    if (!header) return header.error();
    const Result<jose::VerificationKey> key = checks::key(**header, keys);
    if (!key) {
        // A key that is gone takes with it what it verified.
        if (key.error() == Error::unknown_key) tokens_->forget(sought);
        return key.error();
    }
    if (std::optional<VerifiedTokens::Judged> known = tokens_->find(sought, key->serial(), required, now)) {
        // Genuine, so its header may be remembered, also by a thread that never verified one itself.
        remember_header(segments->header, *header);
        if (!*known) return std::move(*known).error();
        return verification::accept(**std::move(known), required);
    }

    const Result<verification::Genuine> genuine = verification::authenticate(*segments, *header, *key);
    if (!genuine) return genuine.error();
    if (checks::Refusal refusal = checks::claims(genuine->claims, required, now)) return *std::move(refusal);
    Result<Claims> claims = verification::accept(genuine->document, required);
    if (claims) tokens_->remember(sought, key->serial(), *genuine, now);
    return claims;
}

void TokenCache::forget_key(const jose::VerificationKey& key) noexcept {
    tokens_->forget_key(key.serial());
}
void TokenCache::clear() noexcept {
    tokens_->clear();
}
TokenCache::Figures TokenCache::figures() const noexcept {
    return tokens_->figures();
}

}  // namespace watchword::jwt
