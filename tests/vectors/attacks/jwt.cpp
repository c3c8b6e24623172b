#include <watchword/jwt/dpop.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/nested.hpp>
#include <watchword/jwt/revocations.hpp>
#include <watchword/jwt/trusted_issuers.hpp>
#include <watchword/jwt/verify.hpp>

#include <algorithm>
#include <set>

#include "attack_case.hpp"

namespace watchword::vectors {
namespace {

std::optional<std::string> optional_string(const Value& object, std::string_view name) {
    const auto value = find_text(object, name);
    if (!value) return std::nullopt;
    return std::string(*value);
}

std::optional<Seconds> optional_seconds(const Value& object, std::string_view name) {
    const auto value = find_integer(object, name);
    if (!value) return std::nullopt;
    return Seconds(*value);
}

/// The requirements of the profile that the verifier names, for its issuer and audience.
jwt::Requirements of_profile(const Value& verifier) {
    const std::string issuer(find_text(verifier, "iss").value_or(""));
    const std::string audience(find_text(verifier, "aud").value_or(""));
    const std::string_view profile = find_text(verifier, "profile").value_or("");
    if (profile == "rfc9068-access-token") return jwt::Requirements::access_token(issuer, audience);
    if (profile == "oidc-id-token")
        return jwt::Requirements::id_token_of(issuer, {.client_id = audience,
                                                       .nonce = optional_string(verifier, "nonce"),
                                                       .acr_values = texts(verifier, "acr_values"),
                                                       .access_token = optional_string(verifier, "access_token"),
                                                       .code = optional_string(verifier, "code")});
    if (profile == "oidc-logout-token") return jwt::Requirements::logout_token(issuer, audience);
    if (!profile.empty()) throw NotOfSchema(std::string("the profile ") + std::string(profile) + " is not known");
    return {.issuer = jwt::Issuer(issuer),
            .audience = jwt::Audience(audience),
            .algorithms = jose::AlgorithmSet::none(),
            .type = jwt::Type::plain()};
}

jwt::Requirements requirements_of(const AttackCase& attack) {
    const Value verifier = attack.verifier();
    jwt::Requirements required = of_profile(verifier);
    if (!find(verifier, "iss")) required.issuer = jwt::Issuer::any();
    if (!find(verifier, "aud")) required.audience = jwt::Audience::any();
    required.algorithms = allowed_signatures(attack);
    if (const auto type = find_text(verifier, "expected_typ")) required.type = jwt::Type::exactly(std::string(*type));
    required.leeway = optional_seconds(verifier, "leeway_s").value_or(Seconds(0));
    required.subject = optional_string(verifier, "subject");
    required.max_age = optional_seconds(verifier, "max_age_s");
    required.max_authentication_age = optional_seconds(verifier, "max_auth_age_s");
    std::ranges::copy(texts(verifier, "required_claims"), std::back_inserter(required.required_claims));
    const std::vector<std::string> revoked = texts(verifier, "revoked_jti");
    if (!revoked.empty())
        required.revocations =
            std::make_shared<jwt::RevokedIds>(std::unordered_set<std::string>(revoked.begin(), revoked.end()));
    return required;
}

Verdict verdict_of(const Result<jwt::Claims>& claims) {
    return claims ? accepted() : refused(claims.error());
}

Verdict validate_nested(const AttackCase& attack, const std::string& token) {
    const jwt::NestedRequirements required{.encryption = {.algorithms = allowed_encryptions(attack)},
                                           .token = requirements_of(attack)};
    return verdict_of(jwt::verify_nested(token, decryption_keys(attack), jwt::StaticKeys(verification_keys(attack)),
                                         required, attack.now()));
}

Verdict validate_by_issuer(const AttackCase& attack, const std::string& token) {
    const Value issuers = get(attack.verifier(), "issuers");
    std::map<std::string, std::shared_ptr<const jwt::KeySource>, std::less<>> keys;
    for (const std::string_view issuer : issuers.names())
        keys[std::string(issuer)] =
            std::make_shared<jwt::StaticKeys>(verification_keys(attack, texts(issuers, issuer)));
    return verdict_of(jwt::verify(token, jwt::TrustedIssuers(std::move(keys)), requirements_of(attack), attack.now()));
}

/// `explain` runs the same checks; a verdict that differs from `verify` would mislead whoever looks for a reason.
void expect_same_explanation(const Verdict& verdict, const jwt::Explanation& explanation) {
    const Error* error = explanation.error();
    if (verdict.accepted() == explanation.verified() && (!error || *error == verdict.error->code())) return;
    throw std::runtime_error(std::string("verify ") + describe(verdict) + " but explain " +
                             (error ? std::string("refused (") + describe(*error) + ")" : std::string("accepted")));
}

/// A careless source, as a caller might write it: it goes by the kid alone, whatever the algorithm.
class KeysByKid final : public jwt::KeySource {
  public:
    explicit KeysByKid(std::vector<jose::VerificationKey> keys) : keys_(std::move(keys)) {}
    Result<jose::VerificationKey> find(const jwt::KeyQuery& query) const override {
        for (const jose::VerificationKey& key : keys_)
            if (query.kid && !query.kid->empty() && key.kid() == *query.kid) return key;
        return Error::unknown_key;
    }

  private:
    std::vector<jose::VerificationKey> keys_;
};

/// What is refused must be refused also where the source of the keys does not help.
void expect_refusal_by_kid(const Verdict& verdict, const AttackCase& attack, const std::string& token) {
    if (verdict.accepted()) return;
    const KeysByKid keys(verification_keys(attack));
    if (jwt::verify(token, keys, requirements_of(attack), attack.now()))
        throw std::runtime_error("refused, but accepted with a key source that goes by the kid alone");
}

class SeenProofs final : public jwt::ReplayMemory {
  public:
    bool remember(std::string_view id, TimePoint /*now*/, TimePoint /*until*/) override {
        return seen_.emplace(id).second;
    }

  private:
    std::set<std::string, std::less<>> seen_;
};

Verdict verify_proof(const AttackCase& attack, const jwt::DpopRequirements& required, SeenProofs& seen) {
    const Result<jwt::DpopProof> proof = jwt::verify_dpop_proof(token_of(attack), required, seen, attack.now());
    return proof ? accepted() : refused(proof.error());
}

}  // namespace

Verdict jwt_validate(const AttackCase& attack) {
    const std::string token = token_of(attack);
    const auto layers = find_text(attack.verifier(), "require");
    if (layers && *layers != "nested-signed")
        throw NotOfSchema(std::string("require ") + std::string(*layers) + " is not known");
    if (layers) return validate_nested(attack, token);
    if (find(attack.verifier(), "issuers")) return validate_by_issuer(attack, token);
    const jwt::StaticKeys keys(verification_keys(attack));
    const jwt::Requirements required = requirements_of(attack);
    const Verdict verdict = verdict_of(jwt::verify(token, keys, required, attack.now()));
    expect_same_explanation(verdict, jwt::explain(token, keys, required, attack.now()));
    expect_refusal_by_kid(verdict, attack, token);
    return verdict;
}

Verdict dpop_verify(const AttackCase& attack) {
    const Value request = get(attack.verifier(), "request");
    jwt::DpopRequirements required;
    required.algorithms = allowed_signatures(attack);
    required.method = text(request, "htm");
    required.url = text(request, "htu");
    required.access_token = optional_string(request, "access_token");
    required.key_thumbprint = optional_string(request, "cnf_jkt");
    if (const auto nonce = optional_string(request, "required_nonce")) required.nonces = {*nonce};
    required.max_age = optional_seconds(request, "max_age_s").value_or(required.max_age);
    SeenProofs seen;
    // What identifies a proof is the library's own affair, so one that was seen before is shown to it before.
    if (!texts(request, "seen_jti").empty()) (void)verify_proof(attack, required, seen);
    return verify_proof(attack, required, seen);
}

}  // namespace watchword::vectors
