#include <watchword/base/random.hpp>
#include <watchword/guard/guard.hpp>
#include <watchword/jwt/nested.hpp>
#include <watchword/jwt/trusted_issuers.hpp>

#include <gtest/gtest.h>

namespace watchword::guard::test {
namespace {

const TimePoint now = from_unix_seconds(1'800'000'000);

jose::SigningKey key_of(std::uint8_t fill) {
    return jose::HmacKey::from_secret(jose::Algorithm::HS256, Bytes(32, fill), "1")->signing_key();
}

Policy policy(const jwt::Issuer& issuer) {
    return {.requirements = {.issuer = issuer,
                             .audience = jwt::Audience("api"),
                             .algorithms = {jose::Algorithm::HS256},
                             .type = jwt::Type::plain()}};
}

jwt::ClaimsBuilder claims(std::string_view issuer) {
    jwt::ClaimsBuilder made;
    return made.issuer(std::string(issuer)).audience("api").subject("u-1").expires_at(now + Seconds(60));
}

std::string outcome(const std::string& token, const TokenVerifier& verify, const Policy& with) {
    const std::string authorization = "Bearer " + token;
    const auto principal = check({.authorization = {authorization}}, verify, with, now);
    return principal ? std::string(principal->subject()) : std::string(principal.error().error.name());
}

TEST(TokenVerifier, mayTrustSeveralIssuers) {
    const jwt::TrustedIssuers issuers({{"ours", std::make_shared<jwt::StaticKeys>(key_of(1).verification_key())},
                                       {"theirs", std::make_shared<jwt::StaticKeys>(key_of(2).verification_key())}});
    const TokenVerifier verify = [&](auto token, const auto& required, auto at) {
        return jwt::verify(token, issuers, required, at);
    };
    EXPECT_EQ(outcome(jwt::issue(claims("ours"), key_of(1)), verify, policy(jwt::Issuer::any())), "u-1");
    EXPECT_EQ(outcome(jwt::issue(claims("theirs"), key_of(2)), verify, policy(jwt::Issuer::any())), "u-1");
    EXPECT_EQ(outcome(jwt::issue(claims("ours"), key_of(2)), verify, policy(jwt::Issuer::any())), "bad_signature");
    EXPECT_EQ(outcome(jwt::issue(claims("others"), key_of(1)), verify, policy(jwt::Issuer::any())), "wrong_issuer");
    // The policy's requirements are looked at as well.
    EXPECT_EQ(outcome(jwt::issue(claims("theirs"), key_of(2)), verify, policy(jwt::Issuer("ours"))), "wrong_issuer");
}

TEST(TokenVerifier, mayOpenNestedTokens) {
    PredictableRandomForTests random;
    const auto recipient = *jose::generate_decryption_key(jose::KeyManagement::ECDH_ES, random, "P-256");
    const std::vector<jose::DecryptionKey> recipients{recipient};
    const jwt::StaticKeys keys(key_of(1).verification_key());
    const TokenVerifier verify = [&](auto token, const auto& required, auto at) {
        return jwt::verify_nested(token, recipients, keys,
                                  {.encryption = {.algorithms = {jose::KeyManagement::ECDH_ES}}, .token = required},
                                  at);
    };
    const std::string nested = *jwt::issue_nested(claims("ours"), key_of(1), recipient.encryption_key(), {}, random);
    EXPECT_EQ(outcome(nested, verify, policy(jwt::Issuer("ours"))), "u-1");
    EXPECT_EQ(outcome(jwt::issue(claims("ours"), key_of(1)), verify, policy(jwt::Issuer("ours"))), "malformed");
}

TEST(TokenVerifier, withKeysIsWhatCheckDoesWithThem) {
    const jwt::StaticKeys keys(key_of(1).verification_key());
    SystemRandom random;
    jwt::TokenCache cache({}, random);
    const std::string token = jwt::issue(claims("ours"), key_of(1));
    for (const TokenVerifier& verify :
         {verifier_with(keys), verifier_with(keys, &cache), verifier_with(keys, &cache)}) {
        EXPECT_EQ(outcome(token, verify, policy(jwt::Issuer("ours"))), "u-1");
        EXPECT_EQ(outcome(token, verify, policy(jwt::Issuer("theirs"))), "wrong_issuer");
    }
    EXPECT_EQ(cache.figures().misses, 1U) << "verified once";
}

}  // namespace
}  // namespace watchword::guard::test
