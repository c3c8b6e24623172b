#pragma once
/// Tokens that are bound to a key, and the proofs that go with them, as a client makes them.

#include <watchword/base/crypto.hpp>
#include <watchword/base/random.hpp>
#include <watchword/guard/guard.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/jws.hpp>
#include <watchword/jwt/issue.hpp>

namespace watchword::guard::test {

inline const TimePoint proof_time = from_unix_seconds(1'800'000'000);

inline const jose::SigningKey& issuer_key() {
    static const jose::SigningKey key = [] {
        PredictableRandomForTests random;
        return jose::HmacKey::generate(jose::Algorithm::HS256, random, "shared").signing_key();
    }();
    return key;
}

inline const jose::SigningKey& client_key() {
    static const jose::SigningKey key = *jose::generate_signing_key(jose::Algorithm::ES256);
    return key;
}

/// What the client's key is named by in a token.
inline std::string bound_to_client() {
    return R"({"jkt":")" + jose::thumbprint(client_key().verification_key()) + R"("})";
}

/// An access token; bound to nothing if `confirmation` is empty.
inline std::string access_token(const std::string& confirmation) {
    jwt::ClaimsBuilder claims;
    claims.issuer("https://issuer.example").audience("https://api.example").subject("u-1").set("scope", "read");
    claims.issued_at(proof_time).expires_at(proof_time + Seconds(600));
    if (!confirmation.empty()) claims.set_json("cnf", confirmation);
    return jwt::issue(claims, issuer_key(), "at+jwt");
}

/// What a proof says; by default what it should.
struct Proof {
    std::string id = "1";
    std::string method = "GET";
    std::string url = "https://api.example/orders";
    TimePoint at = proof_time;
};

inline std::string proof_for(std::string_view token, const Proof& proof = {},
                             const jose::SigningKey& key = client_key()) {
    const std::string header = R"({"jwk":)" + *jose::export_public_jwk(key.verification_key()) + "}";
    std::string claims = R"({"jti":")" + proof.id + R"(","htm":")" + proof.method + R"(","htu":")" + proof.url;
    claims += R"(","iat":)" + std::to_string(to_unix_seconds(proof.at)) + R"(,"ath":")";
    claims += jose::encode_base64url(crypto::sha256(as_bytes(token))) + "\"}";
    return *jose::sign_jws(as_bytes(claims), key, {.type = "dpop+jwt", .more_json = header});
}

inline Policy policy_with_proofs(jwt::ReplayMemory& seen) {
    return {.requirements = {.issuer = jwt::Issuer("https://issuer.example"),
                             .audience = jwt::Audience("https://api.example"),
                             .algorithms = {jose::Algorithm::HS256},
                             .type = jwt::Type::access_token()},
            .realm = "api",
            .dpop = Dpop{.origin = "https://api.example",
                         .seen = seen,
                         .algorithms = {jose::Algorithm::ES256, jose::Algorithm::EdDSA}}};
}

}  // namespace watchword::guard::test
