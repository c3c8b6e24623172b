#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/dpop.hpp>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

constexpr const char* access_token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
// RFC 9449 section 7.1.
constexpr const char* access_token_hash = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";

std::string jwk_of(const jose::SigningKey& key) {
    return *jose::export_public_jwk(key.verification_key());
}

std::string header(std::string_view jwk, std::string_view alg = "ES256", std::string_view type = "dpop+jwt") {
    std::string json = R"({"typ":")";
    json.append(type).append(R"(","alg":")").append(alg).append(R"(","jwk":)").append(jwk);
    return json += '}';
}

ClaimsBuilder proof_claims() {
    ClaimsBuilder builder;
    builder.id("p-1").set("htm", "GET").set("htu", "https://rs.example/orders").issued_at(now);
    return builder.set("ath", access_token_hash).set("nonce", "n-1");
}

std::string proof(const ClaimsBuilder& claims = proof_claims()) {
    return sign(header(jwk_of(ecdsa())), claims.to_json(), ecdsa());
}

DpopRequirements at_resource_server() {
    return {.method = "GET",
            .url = "https://rs.example/orders?page=2",
            .access_token = access_token,
            .key_thumbprint = jose::thumbprint(ecdsa().verification_key()),
            .nonces = {"n-0", "n-1"}};
}

/// "accepted", or the code and what it is about, with a memory of its own.
std::string judged(const std::string& proof, const DpopRequirements& required = at_resource_server(),
                   TimePoint at = now) {
    LocalReplayMemory memory;
    const auto result = verify_dpop_proof(proof, required, memory, at);
    if (result) return "accepted";
    // What was refused has used nothing up.
    EXPECT_EQ(memory.size(), 0U);
    const bool about_a_claim = result.error() == Error::missing_claim || result.error() == Error::invalid_claim;
    return std::string(result.error().name()) + (about_a_claim ? " " + result.error().detail() : "");
}

TEST(Dpop, handsOutClaimsAndKeyOfAProof) {
    LocalReplayMemory memory;
    const auto result = verify_dpop_proof(proof(), at_resource_server(), memory, now);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->claims.id(), "p-1");
    EXPECT_EQ(result->key_thumbprint, jose::thumbprint(ecdsa().verification_key()));
    EXPECT_EQ(jose::thumbprint(result->key), result->key_thumbprint);
    EXPECT_EQ(result->key.algorithm(), jose::Algorithm::ES256);
}

TEST(Dpop, acceptsTheExampleOfTheRfc) {
    // RFC 9449 section 4.2.
    const std::string example =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0Rs"
        "cEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2"
        "In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2Vu"
        "IiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZ"
        "T3Lg";
    const DpopRequirements required{.method = "POST", .url = "https://server.example.com/token"};
    EXPECT_EQ(judged(example, required, from_unix_seconds(1'562'262'616)), "accepted");
}

TEST(Dpop, looksAtTheHeaderFirst) {
    const std::string claims = proof_claims().to_json();
    const std::string jwk = jwk_of(ecdsa());
    const auto judged_header = [&](const std::string& json, const jose::SigningKey& key = ecdsa()) {
        return judged(sign(json, claims, key));
    };
    EXPECT_EQ(judged_header(header(jwk)), "accepted");
    EXPECT_EQ(judged_header(header(jwk, "ES256", "application/DPoP+jwt")), "accepted");
    EXPECT_EQ(judged_header(header(jwk, "ES256", "JWT")), "wrong_type");
    EXPECT_EQ(judged_header(std::string(R"({"alg":"ES256","jwk":)") + jwk + "}"), "wrong_type");
    EXPECT_EQ(judged_header(header(jwk, "none")), "algorithm_not_allowed");
    EXPECT_EQ(judged_header(header(jwk, "HS256"), hmac()), "algorithm_not_allowed");
    EXPECT_EQ(judged_header(header(jwk, "ES384")), "invalid_key");
    EXPECT_EQ(judged_header(header(jwk).insert(1, R"("crit":["x"],"x":1,)")), "unsupported_critical");
    EXPECT_EQ(judged_header(header(jwk).insert(1, R"("b64":true,)")), "unsupported_critical");
    EXPECT_EQ(judged("a.b"), "malformed");
    EXPECT_EQ(judged(proof() + std::string(8 * 1024, 'A')), "too_large");
}

TEST(Dpop, acceptsTheAlgorithmsOfTheCallerOnly) {
    DpopRequirements required = at_resource_server();
    required.algorithms = {jose::Algorithm::RS256};
    EXPECT_EQ(judged(proof(), required), "algorithm_not_allowed");
    required.algorithms = {jose::Algorithm::HS256};
    EXPECT_EQ(judged(sign(header(jwk_of(ecdsa()), "HS256"), proof_claims().to_json(), hmac()), required),
              "algorithm_not_allowed");
}

TEST(Dpop, takesPublicKeysOnly) {
    const auto judged_key = [](const std::string& jwk) {
        return judged(sign(header(jwk), proof_claims().to_json(), ecdsa()));
    };
    const SecretBytes secret = jose::export_private_jwk_in_the_clear(ecdsa());
    EXPECT_EQ(judged_key(std::string(secret.reveal_text())), "invalid_key");
    for (const char* const member : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
        EXPECT_EQ(judged_key(jwk_of(ecdsa()).insert(1, std::string("\"") + member + R"(":"AA",)")), "invalid_key")
            << member;
    for (const char* const jwk : {"{}", "null", "[]", R"("x")", R"({"kty":"EC"})"})
        EXPECT_EQ(judged_key(jwk), "invalid_key") << jwk;
    EXPECT_EQ(judged_key(R"({"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})"), "invalid_key");
    for (const std::size_t characters : {683U, 684U}) {
        const std::string jwk = std::string(R"({"kty":"RSA","e":"AQAB","n":")") + std::string(characters, 'B') + "\"}";
        const auto result = [&] {
            LocalReplayMemory memory;
            const std::string text = sign(header(jwk, "RS256"), proof_claims().to_json(), ecdsa());
            return verify_dpop_proof(text, at_resource_server(), memory, now).error();
        }();
        EXPECT_EQ(result == Error::invalid_key && result.detail().find("4096") != std::string::npos, characters > 683);
    }
    EXPECT_EQ(judged(sign(R"({"typ":"dpop+jwt","alg":"ES256"})", "{}", ecdsa())), "invalid_key");
}

TEST(Dpop, demandsASignatureOfTheKeyInTheHeader) {
    const auto other = *jose::generate_signing_key(jose::Algorithm::ES256);
    EXPECT_EQ(judged(sign(header(jwk_of(other)), proof_claims().to_json(), ecdsa())), "bad_signature");
    EXPECT_EQ(judged(sign(header(jwk_of(other)), proof_claims().to_json(), other)), "unknown_key");
    DpopRequirements at_token_endpoint = at_resource_server();
    at_token_endpoint.access_token.reset();
    at_token_endpoint.key_thumbprint.reset();
    EXPECT_EQ(judged(sign(header(jwk_of(other)), proof_claims().to_json(), other), at_token_endpoint), "accepted");
    std::string unsigned_proof = proof();
    unsigned_proof.erase(unsigned_proof.rfind('.') + 1);
    EXPECT_EQ(judged(unsigned_proof), "malformed");
}

TEST(Dpop, provesNothingAboutAnAccessTokenThatIsBoundToNoKey) {
    DpopRequirements unbound = at_resource_server();
    unbound.key_thumbprint.reset();
    EXPECT_EQ(judged(proof(), unbound), "unknown_key");
    const auto of_thief = *jose::generate_signing_key(jose::Algorithm::ES256);
    EXPECT_EQ(judged(sign(header(jwk_of(of_thief)), proof_claims().to_json(), of_thief), unbound), "unknown_key");
}

TEST(Dpop, takesEveryKindOfPublicKey) {
    for (const jose::Algorithm algorithm : {jose::Algorithm::RS256, jose::Algorithm::PS384, jose::Algorithm::ES384,
                                            jose::Algorithm::ES512, jose::Algorithm::EdDSA}) {
        const auto key = *jose::generate_signing_key(algorithm);
        DpopRequirements required = at_resource_server();
        required.key_thumbprint = jose::thumbprint(key.verification_key());
        const auto of_key = [&](const std::string& jwk) {
            return judged(sign(header(jwk, jose::name(algorithm)), proof_claims().to_json(), key), required);
        };
        const std::string jwk = jwk_of(key);
        EXPECT_EQ(of_key(jwk), "accepted") << jose::name(algorithm);
        std::string bare = jwk;
        const std::string alg = std::string(R"("alg":")").append(jose::name(algorithm)) + R"(",)";
        ASSERT_NE(bare.find(alg), std::string::npos) << bare;
        EXPECT_EQ(of_key(bare.erase(bare.find(alg), alg.size())), "accepted") << jose::name(algorithm);
    }
}

struct Case {
    const char* claim;
    const char* json;
    const char* expected;
};

TEST(Dpop, comparesWhatTheProofSaysWithTheRequest) {
    for (const auto& [claim, json, expected] : std::vector<Case>{
             {"jti", R"("")", "invalid_claim jti"},
             {"jti", "1", "invalid_claim jti"},
             {"htm", R"("POST")", "invalid_claim htm"},
             {"htm", R"("get")", "invalid_claim htm"},
             {"htm", R"(["GET"])", "invalid_claim htm"},
             {"htu", R"("https://RS.example:443/orders")", "accepted"},
             {"htu", R"("https://rs.example/orders?x=1#f")", "accepted"},
             {"htu", R"("https://rs.example/orders/")", "invalid_claim htu"},
             {"htu", R"("http://rs.example/orders")", "invalid_claim htu"},
             {"htu", R"("https://rs.example:8443/orders")", "invalid_claim htu"},
             {"htu", R"("/orders")", "invalid_claim htu"},
             {"htu", "1", "invalid_claim htu"},
             {"iat", R"("1800000000")", "invalid_claim iat"},
             {"ath", R"("2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz_o")", "invalid_claim ath"},
             {"ath", "null", "invalid_claim ath"},
             {"nonce", R"("n-2")", "invalid_claim nonce"},
             {"nonce", "{}", "invalid_claim nonce"},
         })
        EXPECT_EQ(judged(proof(proof_claims().set_json(claim, json))), expected) << claim << " " << json;
}

TEST(Dpop, missesWhatIsNotThere) {
    const std::vector<std::pair<const char*, const char*>> all{
        {"jti", R"("p-1")"},   {"htm", R"("GET")"},   {"htu", R"("https://rs.example/orders")"},
        {"iat", "1800000000"}, {"nonce", R"("n-1")"}, {"ath", R"("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")"}};
    for (const auto& [missing, ignored] : all) {
        ClaimsBuilder builder;
        for (const auto& [name, json] : all)
            if (name != missing) builder.set_json(name, json);
        EXPECT_EQ(judged(proof(builder)), std::string("missing_claim ") + missing);
    }
}

TEST(Dpop, needsNeitherNonceNorHashWhereNoneIsExpected) {
    ClaimsBuilder builder;
    builder.id("p-1").set("htm", "POST").set("htu", "https://as.example/token").issued_at(now);
    EXPECT_EQ(judged(proof(builder), {.method = "POST", .url = "https://as.example/token"}), "accepted");
    EXPECT_EQ(judged(proof(builder), {.method = "POST", .url = "no url"}), "invalid_claim htu");
}

TEST(Dpop, livesExactlyAsLongAsTheCallerSays) {
    EXPECT_EQ(judged(proof(), at_resource_server(), now + Seconds(60)), "accepted");
    EXPECT_EQ(judged(proof(), at_resource_server(), now + Seconds(60) + Milliseconds(1)), "too_old");
    EXPECT_EQ(judged(proof(), at_resource_server(), now - Seconds(5)), "accepted");
    EXPECT_EQ(judged(proof(), at_resource_server(), now - Seconds(5) - Milliseconds(1)), "issued_in_future");
    DpopRequirements forever = at_resource_server();
    forever.max_age = Seconds::max();
    EXPECT_EQ(judged(proof(), forever, now + Seconds(600)), "accepted");
    EXPECT_EQ(judged(proof(), forever, now + Seconds(601)), "too_old");
    EXPECT_EQ(judged(proof(proof_claims().expires_at(now - Seconds(5)))), "expired");
    EXPECT_EQ(judged(proof(proof_claims().expires_at(now - Seconds(4)))), "accepted");
    EXPECT_EQ(judged(proof(proof_claims().set("nbf", now_seconds + 6))), "not_yet_valid");
}

TEST(Dpop, acceptsAProofOnceForAsLongAsItLives) {
    LocalReplayMemory memory;
    const auto again = [&](const std::string& text, TimePoint at, const DpopRequirements& required) {
        const auto result = verify_dpop_proof(text, required, memory, at);
        return result ? std::string("accepted") : std::string(result.error().name());
    };
    const DpopRequirements required = at_resource_server();
    EXPECT_EQ(again(proof(), now, required), "accepted");
    EXPECT_EQ(again(proof(), now, required), "replayed");
    // ECDSA signs differently each time: what counts is the id, not the text.
    EXPECT_EQ(again(proof(), now + Seconds(60), required), "replayed");
    EXPECT_EQ(again(proof(), now + Seconds(61), required), "too_old");
    EXPECT_EQ(again(proof(proof_claims().id("p-2")), now, required), "accepted");
    LocalReplayMemory full(0);
    EXPECT_EQ(verify_dpop_proof(proof(), required, full, now).error(), Error::replayed);
}

TEST(Dpop, keepsTheIdsOfKeysAndTargetsApart) {
    LocalReplayMemory memory;
    DpopRequirements required = at_resource_server();
    required.access_token.reset();
    required.key_thumbprint.reset();
    const auto other = *jose::generate_signing_key(jose::Algorithm::ES256);
    EXPECT_TRUE(verify_dpop_proof(proof(), required, memory, now));
    EXPECT_TRUE(verify_dpop_proof(sign(header(jwk_of(other)), proof_claims().to_json(), other), required, memory, now));
    required.url = "https://rs.example/other";
    EXPECT_TRUE(verify_dpop_proof(proof(proof_claims().set("htu", required.url)), required, memory, now));
}

}  // namespace
}  // namespace watchword::jwt::test
