#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/dpop.hpp>
#include <watchword/jwt/nested.hpp>
#include <watchword/jwt/verify.hpp>

#include <set>

#include "../keys.hpp"
#include "headers.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// The examples say nothing about issuer and audience.
jwt::Requirements requirements() {
    return {.issuer = jwt::Issuer::any(),
            .audience = jwt::Audience::any(),
            .algorithms = every_algorithm(),
            .type = jwt::Type::plain()};
}

/// Without `options.now` the time is before every expiry of the examples.
TimePoint now_of(const Value& vector) {
    const auto options = find(vector, "options");
    return from_unix_seconds(options ? find_integer(*options, "now").value_or(0) : 0);
}

std::vector<jose::VerificationKey> keys_of(const Value& jwk, const KeyHint& hint) {
    std::vector<jose::VerificationKey> keys;
    Result<jose::VerificationKey> key = verification_key(under_kid(jwk, hint.kid), hint.algorithm);
    if (key) keys.push_back(*std::move(key));
    return keys;
}

Verdict outcome(const Value& vector, const Result<jwt::Claims>& claims) {
    if (!claims) return refused(claims.error());
    const std::string json = claims->to_json();
    const auto document = jose::json::Document::parse_object(json);
    expect_object(vector, "claims", document.value().root());
    return accepted();
}

class FreshMemory final : public jwt::ReplayMemory {
  public:
    bool remember(std::string_view id, TimePoint /*now*/, TimePoint /*until*/) override {
        return seen_.emplace(id).second;
    }

  private:
    std::set<std::string, std::less<>> seen_;
};

std::string thumbprint_of_proof(std::string_view proof) {
    const Result<jwt::UnverifiedToken> token = jwt::decode_unverified(proof);
    const std::string jwk = token.value().header.root().find("jwk").value().to_json();
    return jose::thumbprint(jose::import_verification_key(jwk).value());
}

}  // namespace

Verdict jwt_validate(const Value& vector) {
    const Value token = get(vector, "token");
    const jwt::StaticKeys keys(keys_of(get(vector, "key"), key_hints(token).front()));
    return outcome(vector, jwt::verify(text(vector, "token"), keys, requirements(), now_of(vector)));
}

Verdict jwt_nested(const Value& vector) {
    const KeyHint outer = key_hints(get(vector, "token")).front();
    const Value inner_token = get(get(vector, "expect"), "inner");
    const Value key = get(vector, "key");
    const auto algorithm = jose::find_key_management(outer.algorithm);
    if (!algorithm) throw NotOfSchema("there is no key management " + outer.algorithm);
    const Result<jose::DecryptionKey> decrypting = decryption_key(get(key, "decrypt"), *algorithm, outer.kid);
    if (!decrypting) return refused(decrypting.error());
    const jwt::StaticKeys keys(keys_of(get(key, "verify"), key_hints(inner_token).front()));
    const jwt::NestedRequirements required{.encryption = {.algorithms = {*algorithm}}, .token = requirements()};
    return outcome(vector, jwt::verify_nested(text(vector, "token"), {*decrypting}, keys, required, now_of(vector)));
}

Verdict jwt_parse(const Value& vector) {
    const Result<jwt::UnverifiedToken> token = jwt::decode_unverified(text(vector, "token"));
    if (!token) return refused(token.error());
    expect_object(vector, "header", token->header.root());
    expect_object(vector, "claims", token->claims.root());
    return accepted();
}

Verdict dpop_verify(const Value& vector) {
    const Value options = get(vector, "options");
    jwt::DpopRequirements required;
    required.method = text(options, "htm");
    required.url = text(options, "htu");
    required.access_token = find_text(options, "access_token");
    // The RFC's access token is bound to the key of its proof; not every vector repeats that.
    if (required.access_token) required.key_thumbprint = thumbprint_of_proof(text(vector, "token"));
    FreshMemory seen;
    const Result<jwt::DpopProof> proof = jwt::verify_dpop_proof(text(vector, "token"), required, seen, now_of(vector));
    if (!proof) return refused(proof.error());
    if (const auto thumbprint = find_text(get(vector, "expect"), "jkt"))
        expect_equal("the thumbprint", *thumbprint, proof->key_thumbprint);
    const std::string json = proof->claims.to_json();
    const auto document = jose::json::Document::parse_object(json);
    expect_object(vector, "claims", document.value().root());
    return accepted();
}

}  // namespace watchword::vectors
