#include "watchword_contestant.hpp"

#include <watchword/jose/pem.hpp>

namespace bench::jose {

using namespace watchword;
using watchword::jose::SigningKey;

WatchwordContestant::WatchwordContestant(SigningKey key, const TokenSet& set)
    : setting_(set.setting()),
      typ_(set.typ()),
      keys_(key.verification_key()),
      signing_key_(std::move(key)),
      required_{.issuer = jwt::Issuer(setting_.issuer),
                .audience = jwt::Audience(setting_.audience),
                .algorithms = {signing_key_.algorithm()},
                .type = typ_ == "JWT" ? jwt::Type::plain() : jwt::Type::access_token()} {}

std::size_t WatchwordContestant::verify(const std::string& token) {
    const Result<jwt::Claims> claims = claims_of(token);
    return claims ? claims->subject().size() + claims->string("tenant").size() : 0;
}

Result<jwt::Claims> WatchwordContestant::claims_of(const std::string& token) {
    return jwt::verify(token, keys_, required_, clock_.now());
}

std::string WatchwordContestant::issue(const TokenClaims& claims) {
    jwt::ClaimsBuilder builder;
    builder.issuer(setting_.issuer)
        .subject(claims.subject)
        .audience(setting_.audience)
        .expires_at(from_unix_seconds(setting_.expires_at))
        .not_before(from_unix_seconds(setting_.not_before))
        .issued_at(from_unix_seconds(setting_.issued_at))
        .id(claims.id)
        .set("client_id", setting_.client_id)
        .set("scope", setting_.scope)
        .set("sid", claims.session)
        .set("tenant", claims.tenant);
    return jwt::issue(builder, signing_key_, typ_);
}

std::string WatchwordContestant::issue_json(const std::string& json) {
    return jwt::issue_json(json, signing_key_, typ_).value();
}

std::optional<SigningKey> find_signing_key(std::string_view name, const TokenSet& set) {
    namespace keys = watchword::jose;
    const std::optional<keys::Algorithm> algorithm = keys::find_algorithm(name);
    if (!algorithm) return std::nullopt;
    const std::string& kid = set.setting().kid;
    if (*algorithm == keys::Algorithm::HS256) {
        const std::string secret = set.file("HS256.secret");
        return keys::HmacKey::from_secret(*algorithm, as_bytes(secret), kid).value().signing_key();
    }
    std::string file(name);
    file += ".private.pem";
    return keys::import_signing_key_pem(*algorithm, set.file(file), kid).value();
}

}  // namespace bench::jose
