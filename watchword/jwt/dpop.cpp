#include <watchword/base/crypto.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/claims_access.hpp>
#include <watchword/jwt/dpop.hpp>
#include <watchword/jwt/refusals.hpp>
#include <watchword/jwt/target_uri.hpp>

#include <algorithm>
#include <array>

namespace watchword::jwt {
namespace {

using checks::Refusal;
using checks::RegisteredClaims;
using jose::json::Value;

Seconds bounded(Seconds tolerance) noexcept {
    return std::clamp(tolerance, Seconds(0), Seconds(std::chrono::minutes(10)));
}

std::string hash_of(std::string_view text) {
    return jose::encode_base64url(crypto::sha256(as_bytes(text)));
}

/// Checks 4 to 6 of RFC 9449 section 4.3.
Refusal check_header(const Header& header, const DpopRequirements& required) {
    static const Type dpop = Type::exactly("dpop+jwt");
    if (!dpop.accepts(header.type)) return Error::wrong_type;
    if (!header.algorithm || jose::is_symmetric(*header.algorithm) || !required.algorithms.contains(*header.algorithm))
        return Error::algorithm_not_allowed;
    if (header.demands_extension) return Error::unsupported_critical;
    return std::nullopt;
}

/// Check 7: "the jwk JOSE Header Parameter does not contain a private key".
Refusal refuse_private(const Value& jwk) {
    // Those of RSA, EC and OKP, and the one of a shared secret (RFC 7518 section 6).
    constexpr std::array<std::string_view, 8> secret_members{"d", "p", "q", "dp", "dq", "qi", "oth", "k"};
    for (const std::string_view name : secret_members)
        if (jwk.find(name)) return Error(Error::invalid_key, "jwk holds a private or shared key");
    return std::nullopt;
}

/// Anybody may send a proof, with a key that makes us work as long as it can.
Refusal refuse_large(const Value& jwk) {
    constexpr std::size_t modulus_of_4096_bits = 683;  // characters
    const auto modulus = jwk.find("n");
    if (modulus && modulus->string().value_or("").size() > modulus_of_4096_bits)
        return Error(Error::invalid_key, "the RSA modulus has more than 4096 bits");
    return std::nullopt;
}

/// The JWK as text; if it does not say what it is for, then for the algorithm of the header.
std::string bound_to(const Value& jwk, jose::Algorithm algorithm) {
    std::string json = jwk.to_json();
    if (jwk.find("alg")) return json;
    std::string bound = R"({"alg":")";
    bound += jose::name(algorithm);
    return bound.append(R"(",)").append(json, 1);
}

Result<jose::VerificationKey> embedded_key(std::string_view header_segment, jose::Algorithm algorithm) {
    jose::DecodedSegment decoded;
    if (!decoded.decode(header_segment)) return Error(Error::malformed, "the header is not canonical base64url");
    const Result<jose::json::Document> header = jose::json::Document::parse_object(decoded.text());
    if (!header) return header.error();
    const auto jwk = header->root().find("jwk");
    if (!jwk || jwk->names().empty()) return Error(Error::invalid_key, "the header has no jwk");
    if (Refusal refusal = refuse_private(*jwk)) return *std::move(refusal);
    if (Refusal refusal = refuse_large(*jwk)) return *std::move(refusal);
    Result<jose::VerificationKey> key = jose::import_verification_key(bound_to(*jwk, algorithm));
    if (key && key->algorithm() != algorithm) return Error(Error::invalid_key, "jwk is for another algorithm");
    return key;
}

Result<std::string_view> text_claim(const RegisteredClaims& claims, std::string_view name) {
    const auto value = claims.root.find(name);
    if (!value) return missing_claim(name);
    const auto text = value->string();
    if (!text || text->empty()) return invalid_claim(name);
    return *text;
}

Refusal check_equal(const RegisteredClaims& claims, std::string_view name, std::string_view expected) {
    const Result<std::string_view> text = text_claim(claims, name);
    if (!text) return text.error();
    if (*text != expected) return invalid_claim(name);
    return std::nullopt;
}

/// Checks 3, 8 and 9.
Refusal check_request(const RegisteredClaims& claims, const DpopRequirements& required) {
    if (const auto id = text_claim(claims, "jti"); !id) return id.error();
    if (Refusal refusal = check_equal(claims, "htm", required.method)) return refusal;
    const Result<std::string_view> url = text_claim(claims, "htu");
    if (!url) return url.error();
    const auto target = normalized_target(required.url);
    if (!target || normalized_target(*url) != target) return invalid_claim("htu");
    return std::nullopt;
}

/// Check 11.
Refusal check_time(const RegisteredClaims& claims, const DpopRequirements& required, TimePoint now) {
    if (!claims.issued_at) return missing_claim("iat");
    const Seconds leeway = bounded(required.leeway);
    if (*claims.issued_at > now + leeway) return Error::issued_in_future;
    if (*claims.issued_at < now - bounded(required.max_age)) return Error::too_old;
    if (claims.expires_at && now >= *claims.expires_at + leeway) return Error::expired;
    if (claims.not_before && now + leeway < *claims.not_before) return Error::not_yet_valid;
    return std::nullopt;
}

/// Check 10.
Refusal check_nonce(const RegisteredClaims& claims, const std::vector<std::string>& accepted) {
    if (accepted.empty()) return std::nullopt;
    const Result<std::string_view> nonce = text_claim(claims, "nonce");
    if (!nonce) return nonce.error();
    if (std::find(accepted.begin(), accepted.end(), *nonce) == accepted.end()) return invalid_claim("nonce");
    return std::nullopt;
}

/// Check 12.
Refusal check_binding(const RegisteredClaims& claims, const DpopRequirements& required,
                      const std::string& key_thumbprint) {
    if (Refusal refusal = check_nonce(claims, required.nonces)) return refusal;
    if (required.access_token)
        if (Refusal refusal = check_equal(claims, "ath", hash_of(*required.access_token))) return refusal;
    if (required.key_thumbprint && *required.key_thumbprint != key_thumbprint)
        return Error(Error::unknown_key, "the access token is bound to another key");
    // "confirm that the public key to which the access token is bound matches the public key from the DPoP proof": a
    // token that is bound to none is not made better by a proof, which a thief can write, too.
    if (required.access_token && !required.key_thumbprint)
        return Error(Error::unknown_key, "no key is named that the access token is bound to");
    return std::nullopt;
}

/// RFC 9449 section 11.1: a `jti` counts "in the context of the target URI"; and of the key, so that nobody can use up
/// the ids of another client. Hashed, so that every id has the same bearable length.
std::string id_of(std::string_view jti, const DpopRequirements& required, const std::string& key_thumbprint) {
    std::string context = key_thumbprint;
    context.append(1, '\n').append(required.method);
    context.append(1, '\n').append(normalized_target(required.url).value_or(std::string()));
    context.append(1, '\n').append(jti);
    return hash_of(context);
}

Refusal check_claims(const RegisteredClaims& claims, const DpopRequirements& required,
                     const std::string& key_thumbprint, TimePoint now) {
    if (Refusal refusal = check_request(claims, required)) return refusal;
    if (Refusal refusal = check_time(claims, required, now)) return refusal;
    return check_binding(claims, required, key_thumbprint);
}

/// Checks 2 to 7; the header is read twice, because `verify`'s reading of it knows no `jwk` on purpose.
Result<jose::VerificationKey> verified_key(const jose::Segments& segments, const DpopRequirements& required) {
    const Result<SharedHeader> header = read_header(segments.header);
    if (!header) return header.error();
    if (Refusal refusal = check_header(**header, required)) return *std::move(refusal);
    Result<jose::VerificationKey> key = embedded_key(segments.header, *(*header)->algorithm);
    if (!key) return key.error();
    if (Refusal refusal = checks::signature(segments, *key)) return *std::move(refusal);
    return key;
}

}  // namespace

Result<DpopProof> verify_dpop_proof(std::string_view proof, const DpopRequirements& required, ReplayMemory& seen,
                                    TimePoint now) {
    const Result<jose::Segments> segments = jose::split_compact(proof, required.max_bytes);
    if (!segments) return segments.error();
    Result<jose::VerificationKey> key = verified_key(*segments, required);
    if (!key) return key.error();
    Result<jose::json::Document> document = checks::payload(*segments);
    if (!document) return document.error();
    RegisteredClaims claims{.root = document->root(), .algorithm = key->algorithm()};
    if (checks::Refusal refusal = checks::registered_claims(claims)) return *std::move(refusal);
    std::string key_thumbprint = jose::thumbprint(*key);
    if (Refusal refusal = check_claims(claims, required, key_thumbprint, now)) return *std::move(refusal);
    // Last, so that a proof that is refused for another reason is not used up.
    const TimePoint until = *claims.issued_at + bounded(required.max_age);
    if (!seen.remember(id_of(*claims.id, required, key_thumbprint), now, until)) return Error::replayed;
    return DpopProof{.claims = ClaimsAccess::verified(*std::move(document)),
                     .key = *std::move(key),
                     .key_thumbprint = std::move(key_thumbprint)};
}

}  // namespace watchword::jwt
