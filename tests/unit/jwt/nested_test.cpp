#include <watchword/jose/jwe.hpp>
#include <watchword/jwt/nested.hpp>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

using jose::KeyManagement;

class Nested : public testing::Test {
  protected:
    NestedRequirements required() const { return {{.algorithms = KeyManagement::A256KW}, requirements()}; }

    std::string issued(const ClaimsBuilder& builder = claims(), const jose::JweOptions& options = {}) {
        return *issue_nested(builder, ecdsa(), recipient.encryption_key(), options, random);
    }
    /// What anybody may do who has the recipient's key.
    std::string encrypted(std::string_view plaintext, const jose::JweOptions& options) {
        return *jose::encrypt_jwe(as_bytes(plaintext), recipient.encryption_key(), options, random);
    }
    std::optional<Error::Code> refusal(const std::string& token) const { return refusal(token, required()); }
    std::optional<Error::Code> refusal(const std::string& token, const NestedRequirements& demanded) const {
        const auto result = verify_nested(token, {recipient}, keys(), demanded, now);
        return result ? std::nullopt : std::optional(result.error().code());
    }

    SystemRandom random;
    jose::DecryptionKey recipient = *jose::generate_decryption_key(KeyManagement::A256KW, random);
};

TEST_F(Nested, tokensComeBackAsTheyWereIssued) {
    const auto result = verify_nested(issued(), {recipient}, keys(), required(), now);
    ASSERT_TRUE(result) << result.error().detail();
    EXPECT_EQ(result->to_json(), claims().to_json());
}

TEST_F(Nested, verifiesTheInnerLayerAsEveryToken) {
    EXPECT_EQ(refusal(issued(claims().expires_at(now))), Error::expired);
    EXPECT_EQ(refusal(issued(claims().issuer("https://other.example"))), Error::wrong_issuer);
    const auto stranger = *jose::generate_signing_key(jose::Algorithm::ES256, "ec");
    EXPECT_EQ(refusal(encrypted(issue(claims(), stranger), {.content_type = "JWT"})), Error::bad_signature);
    const std::string unsigned_token = jose::encode_base64url(as_bytes(R"({"alg":"none"})")) + "." +
                                       jose::encode_base64url(as_bytes(claims().to_json())) + ".";
    EXPECT_EQ(refusal(encrypted(unsigned_token, {.content_type = "JWT"})), Error::algorithm_not_allowed);
}

TEST_F(Nested, refusesAPlaintextThatIsNoSignedToken) {
    EXPECT_EQ(refusal(encrypted(claims().to_json(), {.content_type = "JWT"})), Error::malformed);
    EXPECT_EQ(refusal(encrypted("", {.content_type = "JWT"})), Error::malformed);
    EXPECT_EQ(refusal(encrypted(issued(), {.content_type = "JWT"})), Error::malformed);
    EXPECT_EQ(refusal(encrypted(std::string(17 * 1024, 'a'), {.content_type = "JWT"})), Error::too_large);
}

TEST_F(Nested, needsToSayThatItIsNested) {
    const std::string inner = issue(claims(), ecdsa());
    for (const char* const type : {"JWT", "jwt", "application/jwt"})
        EXPECT_EQ(refusal(encrypted(inner, {.content_type = type})), accepted) << type;
    for (const char* const type : {"", "JWS", "text/plain", "at+jwt"})
        EXPECT_EQ(refusal(encrypted(inner, {.content_type = type})), Error::malformed) << type;
}

TEST_F(Nested, refusesWhatIsNotEncryptedOrForAnotherKey) {
    EXPECT_EQ(refusal(issue(claims(), ecdsa())), Error::malformed);
    EXPECT_EQ(refusal(""), Error::malformed);
    NestedRequirements other = required();
    other.encryption.algorithms = KeyManagement::RSA_OAEP_256;
    EXPECT_EQ(refusal(issued(), other), Error::algorithm_not_allowed);
    const auto stranger = *jose::generate_decryption_key(KeyManagement::A256KW, random);
    EXPECT_EQ(verify_nested(issued(), {stranger}, keys(), required(), now).error(), Error::decryption_failed);
    EXPECT_EQ(verify_nested(issued(), {}, keys(), required(), now).error(), Error::unknown_key);
    NestedRequirements small = required();
    small.encryption.max_bytes = 100;
    EXPECT_EQ(refusal(issued(), small), Error::too_large);
}

TEST_F(Nested, comparesTheClaimsThatTheOuterHeaderRepeats) {
    const auto repeated = [this](const char* json) { return refusal(issued(claims(), {.more_json = json})); };
    EXPECT_EQ(repeated(R"({"iss":"https://issuer.example","sub":"u-1","aud":"https://api.example"})"), accepted);
    EXPECT_EQ(repeated(R"({"iss":"https://other.example"})"), Error::invalid_claim);
    EXPECT_EQ(repeated(R"({"aud":["https://api.example"]})"), Error::invalid_claim);
    EXPECT_EQ(repeated(R"({"nbf":1})"), Error::invalid_claim);
    EXPECT_EQ(repeated(R"({"exp":1800000900})"), accepted);
    EXPECT_EQ(repeated(R"({"tenant":"t"})"), accepted);
}

TEST_F(Nested, issuesNothingThatNobodyCouldRead) {
    const auto token = issue_nested(claims().set_json("note", "1,2"), ecdsa(), recipient.encryption_key(), {}, random);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error(), Error::malformed);
}

}  // namespace
}  // namespace watchword::jwt::test
