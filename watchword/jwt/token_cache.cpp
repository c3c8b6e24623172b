#include <watchword/jwt/token_cache.hpp>
#include <watchword/jwt/verification.hpp>
#include <watchword/jwt/verified_tokens.hpp>

#include <utility>

namespace watchword::jwt {

TokenCache::TokenCache(const Capacity& capacity, Random& random)
    : tokens_(std::make_unique<VerifiedTokens>(capacity, random)) {}
TokenCache::~TokenCache() = default;

Result<Claims> TokenCache::verify(std::string_view token, const KeySource& keys, const Requirements& required,
                                  TimePoint now) {
    if (auto verdict = verify_known(token, keys, required, now)) return *std::move(verdict);
    return verify_first(token, keys, required, now);
}

std::optional<Result<Claims>> TokenCache::verify_known(std::string_view token, const KeySource& keys,
                                                       const Requirements& required, TimePoint now) {
    VerifiedToken::Shared known = tokens_->find(token);
    if (!known) return std::nullopt;
    return verify_again(std::move(known), keys, required, now);
}

/// What depends on the caller or on the moment, in the order of `verify`. Empty if the key is another one now.
std::optional<Result<Claims>> TokenCache::verify_again(std::shared_ptr<const VerifiedToken> known,
                                                       const KeySource& keys, const Requirements& required,
                                                       TimePoint now) {
    if (known->text().size() > required.max_bytes) return Error::too_large;
    if (checks::Refusal refusal = checks::header(known->header(), required)) return *std::move(refusal);
    const Result<std::uint64_t> key = checks::key_serial(known->header(), keys);
    if (!key) {
        // A key that is gone takes with it what it verified.
        if (key.error() == Error::unknown_key) tokens_->forget(known->text());
        return key.error();
    }
    if (*key != known->key_serial()) return tokens_->forget(known->text()), std::nullopt;
    if (checks::Refusal refusal = checks::claims(known->claims(), required, now)) return *std::move(refusal);
    return verification::accept(VerifiedToken::document(std::move(known)), required);
}

Result<Claims> TokenCache::verify_first(std::string_view token, const KeySource& keys, const Requirements& required,
                                        TimePoint now) {
    const Result<jose::Segments> segments = checks::format(token, required);
    if (!segments) return segments.error();
    const Result<SharedHeader> header = verification::open(*segments, required);
    if (!header) return header.error();
    const Result<jose::VerificationKey> key = checks::key(**header, keys);
    if (!key) return key.error();
    const Result<verification::Genuine> genuine = verification::authenticate(*segments, *header, *key);
    if (!genuine) return genuine.error();
    if (checks::Refusal refusal = checks::claims(genuine->claims, required, now)) return *std::move(refusal);
    Result<Claims> claims = verification::accept(genuine->document, required);
    if (claims) tokens_->remember(token, {*header, key->serial(), *genuine}, now);
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
