#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/explain.hpp>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

const Check& check(const Explanation& explanation, std::string_view name) {
    for (const Check& check : explanation.checks)
        if (check.name == name) return check;
    throw std::out_of_range(std::string(name));
}

KeyDescription described(const jose::SigningKey& key) {
    const jose::VerificationKey verifying = key.verification_key();
    return {verifying.kid(), verifying.algorithm(), jose::fingerprint(verifying)};
}

Explanation explained(std::string_view token, const Requirements& required = requirements()) {
    return explain(token, keys(), required, now);
}

TEST(ExplainKeys, namesTheKeyThatWasUsedAndThoseOfItsAlgorithm) {
    const Explanation explanation = explained(issue(claims(), ecdsa()));
    EXPECT_EQ(explanation.key, described(ecdsa()));
    EXPECT_EQ(explanation.expected_keys, std::vector{described(ecdsa())});
}

TEST(ExplainKeys, namesTheExpectedOnesWhereNoneWasFound) {
    const Explanation explanation = explained(sign_header(R"({"alg":"HS256","kid":"new"})"));
    EXPECT_FALSE(explanation.key);
    EXPECT_EQ(explanation.expected_keys, std::vector{described(hmac())});
}

TEST(ExplainKeys, namesTheKeyOfABadSignature) {
    std::string token = issue(claims(), hmac());
    token.replace(token.rfind('.') + 1, 4, "AAAA");
    EXPECT_EQ(explained(token).key, described(hmac()));
}

TEST(ExplainKeys, namesAllAllowedOnesWhereTheAlgorithmIsOfNoUse) {
    const std::vector both{described(hmac()), described(ecdsa())};
    EXPECT_EQ(explained(sign_header(R"({"alg":"none"})")).expected_keys, both);
    EXPECT_EQ(explained("nonsense").expected_keys, both);
    Requirements only_ecdsa = requirements();
    only_ecdsa.algorithms = {jose::Algorithm::ES256};
    const Explanation explanation = explained(issue(claims(), hmac()), only_ecdsa);
    EXPECT_FALSE(explanation.key);
    EXPECT_EQ(explanation.expected_keys, std::vector{described(ecdsa())});
}

TEST(ExplainKeys, tellsASecretByItsKeyedFingerprintOnly) {
    const std::string secret_text = "0123456789abcdef0123456789ABCDEF";
    const auto key = *jose::HmacKey::from_secret(jose::Algorithm::HS256, as_bytes(secret_text), "s");
    const jose::VerificationKey verifying = key.verification_key();
    const Explanation explanation =
        explain(issue(claims(), key.signing_key()), StaticKeys(verifying), requirements(), now);
    EXPECT_EQ(explanation.key->fingerprint, key.fingerprint());
    std::string all = explanation.key->fingerprint + explanation.header + explanation.claims;
    for (const Check& c : explanation.checks)
        all += c.sentence;
    for (const Finding& finding : explanation.findings)
        all += finding.sentence;
    for (const std::string& telling :
         {secret_text, jose::encode_base64url(as_bytes(secret_text)), jose::thumbprint(verifying)})
        EXPECT_EQ(all.find(telling), std::string::npos);
    EXPECT_NE(check(explanation, "key").sentence.find(key.fingerprint()), std::string::npos);
}

/// Has a key, and does not tell.
class SilentSource final : public KeySource {
  public:
    Result<jose::VerificationKey> find(const KeyQuery& query) const override { return keys().find(query); }
};

TEST(ExplainKeys, areUnknownWhereTheSourceDoesNotTell) {
    const Explanation explanation = explain(issue(claims(), hmac()), SilentSource(), requirements(), now);
    EXPECT_EQ(explanation.key, described(hmac()));
    EXPECT_TRUE(explanation.expected_keys.empty());
    EXPECT_TRUE(explanation.verified());
}

TEST(ExplainSkew, isSignedAndExact) {
    const std::string claims_json = R"({"exp":1799999999.75,"nbf":1800000004,"iat":1799999000})";
    const Skew skew = explained(sign_claims(claims_json)).skew;
    EXPECT_EQ(skew.expiry, Milliseconds(-250));
    EXPECT_EQ(skew.not_before, Seconds(4));
    EXPECT_EQ(skew.issued_at, Seconds(-1000));
}

TEST(ExplainSkew, isEmptyForWhatIsMissingOrNoTime) {
    const Skew skew = explained(sign_claims(R"({"exp":"soon","iat":1800000000})")).skew;
    EXPECT_FALSE(skew.expiry);
    EXPECT_FALSE(skew.not_before);
    EXPECT_EQ(skew.issued_at, Seconds(0));
    EXPECT_FALSE(explained("nonsense").skew.issued_at);
}

TEST(ExplainSkew, needsNoSoundHeader) {
    EXPECT_EQ(explained(sign("[]", R"({"exp":1800000001})")).skew.expiry, Seconds(1));
}

TEST(ExplainSize, countsTheTokenAndTheCookieAroundIt) {
    const std::string token = issue(claims(), hmac());
    const TokenSize size = explained(token).size;
    EXPECT_EQ(size.bytes, token.size());
    EXPECT_EQ(size.max_bytes, 16U * 1024);
    EXPECT_EQ(size.cookie_bytes, ("__Host-access_token=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax").size());
}

TEST(ExplainSize, fitsInACookieUpTo4096Bytes) {
    EXPECT_TRUE((TokenSize{.cookie_bytes = 4096}.fits_in_a_cookie()));
    EXPECT_FALSE((TokenSize{.cookie_bytes = 4097}.fits_in_a_cookie()));
}

TEST(ExplainSize, isToldOfATokenThatIsTooLargeToBeRead) {
    Requirements required = requirements();
    required.max_bytes = 10;
    const std::string token = issue(claims(), hmac());
    const Explanation explanation = explained(token, required);
    EXPECT_EQ(*explanation.error(), Error::too_large);
    EXPECT_EQ(explanation.size.bytes, token.size());
    EXPECT_EQ(explanation.header + explanation.claims, "");
}

TEST(ExplainParts, showTheHeaderOfAnEncryptedToken) {
    const std::string header = R"({"alg":"dir","enc":"A256GCM"})";
    const std::string token = jose::encode_base64url(as_bytes(header)) + "..AAAA.AAAA.AAAA";
    const Explanation explanation = explained(token);
    EXPECT_EQ(*explanation.error(), Error::malformed);
    EXPECT_EQ(explanation.header, header);
    EXPECT_EQ(explanation.claims, "");
}

}  // namespace
}  // namespace watchword::jwt::test
