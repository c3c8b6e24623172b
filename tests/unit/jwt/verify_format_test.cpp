#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

struct Case {
    std::string name;
    std::string token;
    std::optional<Error::Code> expected;
};

void expect_all(const std::vector<Case>& cases, const Requirements& required = requirements()) {
    for (const Case& c : cases)
        EXPECT_EQ(refusal(c.token, required), c.expected) << c.name;
}

TEST(VerifyFormat, acceptsExactlyThreeSegments) {
    const std::string token = issue(claims(), hmac());
    const std::size_t first = token.find('.');
    const std::size_t second = token.find('.', first + 1);
    expect_all({
        {"as issued", token, accepted},
        {"nothing", "", Error::malformed},
        {"no period", "abc", Error::malformed},
        {"two segments", token.substr(0, second), Error::malformed},
        {"empty header", token.substr(first), Error::malformed},
        {"empty payload", token.substr(0, first + 1) + token.substr(second), Error::malformed},
        {"empty signature", token.substr(0, second + 1), Error::malformed},
        {"only periods", "..", Error::malformed},
        {"four segments", token + ".", Error::malformed},
        {"five segments, as encrypted tokens have", token + ".AAAA.AAAA", Error::malformed},
    });
}

TEST(VerifyFormat, acceptsOnlyCanonicalBase64url) {
    const std::string token = issue(claims(), hmac());
    const std::size_t second = token.rfind('.');
    expect_all({
        {"padding", token + "=", Error::malformed},
        {"line feed at the end", token + "\n", Error::malformed},
        {"space in front", std::string(" ").append(token), Error::malformed},
        {"space in the signature", token.substr(0, second + 3) + " " + token.substr(second + 4), Error::malformed},
        {"the other alphabet", token.substr(0, second + 3) + "+/" + token.substr(second + 5), Error::malformed},
        {"header of a single character", std::string("e").append(token, token.find('.')), Error::malformed},
    });
}

TEST(VerifyFormat, refusesWhatIsLargerThanTheLimitUnread) {
    Requirements required = requirements();
    const std::string token = issue(claims(), hmac());
    required.max_bytes = token.size();
    EXPECT_EQ(refusal(token, required), accepted);
    required.max_bytes = token.size() - 1;
    EXPECT_EQ(refusal(token, required), Error::too_large);
    EXPECT_EQ(refusal(std::string(17 * 1024, '.')), Error::too_large);
}

TEST(VerifyFormat, acceptsOnlyOneJsonObjectAsClaims) {
    expect_all({
        {"array", sign_claims("[]"), Error::malformed},
        {"string", sign_claims("\"claims\""), Error::malformed},
        {"cut off", sign_claims(R"({"exp":1)"), Error::malformed},
        {"two objects", sign_claims("{}{}"), Error::malformed},
        {"not UTF-8", sign_claims("{\"sub\":\"\xff\"}"), Error::malformed},
        {"a name twice", sign_claims(R"({"iss":"https://evil.example","iss":"https://issuer.example"})"),
         Error::malformed},
        {"a name twice in two spellings", sign_claims(R"({"iss":"a","\u0069ss":"b"})"), Error::malformed},
        {"a token as the payload", sign_claims(issue(claims(), hmac())), Error::malformed},
        {"deeper than the limit", sign_claims(R"({"a":)" + std::string(40, '[') + std::string(40, ']') + "}"),
         Error::too_large},
    });
}

TEST(VerifyFormat, readsASegmentThatIsTooLargeForTheStack) {
    ClaimsBuilder big = claims();
    big.set("note", std::string(8000, 'x'));
    EXPECT_EQ(refusal(issue(big, hmac())), accepted);
}

TEST(VerifyHeader, looksTheAlgorithmUpAndLetsTheCallerDecide) {
    Requirements only_ecdsa = requirements();
    only_ecdsa.algorithms = {jose::Algorithm::ES256};
    EXPECT_EQ(refusal(issue(claims(), ecdsa()), only_ecdsa), accepted);
    EXPECT_EQ(refusal(issue(claims(), hmac()), only_ecdsa), Error::algorithm_not_allowed);
    Requirements none = requirements();
    none.algorithms = jose::AlgorithmSet::none();
    EXPECT_EQ(refusal(issue(claims(), hmac()), none), Error::algorithm_not_allowed);
}

TEST(VerifyHeader, refusesEveryNameThatIsNotAnAllowedAlgorithm) {
    for (const char* const name : {"none", "None", "NONE", "nOnE", "", "hs256", "HS256 ", "HS2560", "RS256", "ES256K"})
        EXPECT_EQ(refusal(sign_header(R"({"alg":")" + std::string(name) + "\"}")), Error::algorithm_not_allowed)
            << name;
}

TEST(VerifyHeader, refusesAnUnsignedTokenForItsAlgorithmWhereThatIsTheProblem) {
    const auto unsigned_token = [](std::string_view header) {
        return jose::encode_base64url(as_bytes(header)) + "." + jose::encode_base64url(as_bytes(claims().to_json())) +
               ".";
    };
    EXPECT_EQ(refusal(unsigned_token(R"({"alg":"none"})")), Error::algorithm_not_allowed);
    EXPECT_EQ(refusal(unsigned_token(R"({"alg":"RS256"})")), Error::algorithm_not_allowed);
    EXPECT_EQ(refusal(unsigned_token(R"({"alg":"HS256","kid":"new"})")), Error::unknown_key);
    EXPECT_EQ(refusal(unsigned_token(R"({"alg":"HS256","kid":"shared"})")), Error::malformed);
}

TEST(VerifyHeader, refusesWhatIsNoHeader) {
    expect_all({
        {"no alg", sign_header(R"({"kid":"shared"})"), Error::malformed},
        {"alg a number", sign_header(R"({"alg":256})"), Error::malformed},
        {"alg null", sign_header(R"({"alg":null})"), Error::malformed},
        {"alg an array", sign_header(R"({"alg":["HS256"]})"), Error::malformed},
        {"alg twice", sign_header(R"({"alg":"HS256","alg":"HS256"})"), Error::malformed},
        {"kid a number", sign_header(R"({"alg":"HS256","kid":1})"), Error::malformed},
        {"kid an object", sign_header(R"({"alg":"HS256","kid":{}})"), Error::malformed},
        {"typ a number", sign_header(R"({"alg":"HS256","typ":1})"), Error::malformed},
        {"typ an array", sign_header(R"({"alg":"HS256","typ":["JWT"]})"), Error::malformed},
        {"not an object", sign_header(R"(["HS256"])"), Error::malformed},
        {"not JSON", sign_header("alg=HS256"), Error::malformed},
    });
}

TEST(VerifyHeader, understandsNoCriticalExtension) {
    for (const char* const more : {R"("crit":["exp"],"exp":1)", R"("crit":[])", R"("crit":"b64")", R"("crit":null)",
                                   R"("crit":["b64"],"b64":false)", R"("crit":["b64"],"b64":true)", R"("b64":false)",
                                   R"("b64":true)", R"("b64":"false")", R"("crit":["alg"])"}) {
        const std::string header = R"({"alg":"HS256","kid":"shared",)" + std::string(more) + "}";
        EXPECT_EQ(refusal(sign_header(header)), Error::unsupported_critical) << more;
    }
}

TEST(VerifyHeader, ignoresWhatItDoesNotKnowIfItIsNotCritical) {
    EXPECT_EQ(refusal(sign_header(R"({"alg":"HS256","kid":"shared","x-new":{"a":[1]}})")), accepted);
}

TEST(VerifyHeader, neverFollowsAKeyThatTheTokenBrings) {
    for (const char* const more : {R"("jku":"https://evil.example/keys")", R"("x5u":"https://evil.example/cert")",
                                   R"("jwk":{"kty":"oct","k":"AAAA"})", R"("x5c":["MIIB"])"}) {
        EXPECT_EQ(refusal(sign_header(R"({"alg":"HS256","kid":"shared",)" + std::string(more) + "}")), accepted)
            << more;
        EXPECT_EQ(refusal(sign_header(R"({"alg":"HS256","kid":"evil",)" + std::string(more) + "}")), Error::unknown_key)
            << more;
    }
}

TEST(VerifyHeader, demandsTheExpectedType) {
    Requirements access = requirements();
    access.type = Type::access_token();
    EXPECT_EQ(refusal(issue(claims(), hmac(), "at+jwt"), access), accepted);
    EXPECT_EQ(refusal(issue(claims(), hmac(), "application/AT+JWT"), access), accepted);
    EXPECT_EQ(refusal(issue(claims(), hmac(), "JWT"), access), Error::wrong_type);
    EXPECT_EQ(refusal(sign_header(R"({"alg":"HS256","kid":"shared"})"), access), Error::wrong_type);
    EXPECT_EQ(refusal(issue(claims(), hmac(), "at+jwt")), Error::wrong_type);
}

TEST(VerifyHeader, demandsThatKeyAndHeaderAgree) {
    expect_all({
        {"another kid", sign_header(R"({"alg":"HS256","kid":"other"})"), Error::unknown_key},
        {"empty kid", sign_header(R"({"alg":"HS256","kid":""})"), Error::unknown_key},
        {"kid of a key of another algorithm", sign_header(R"({"alg":"HS256","kid":"ec"})"), Error::unknown_key},
        {"the only key of its algorithm", sign_header(R"({"alg":"HS256"})"), accepted},
    });
}

/// Answers with a key of another algorithm than it was asked for.
class ConfusedSource final : public KeySource {
  public:
    Result<jose::VerificationKey> find(const KeyQuery& /*query*/) const override { return ecdsa().verification_key(); }
};
class UnreachableSource final : public KeySource {
  public:
    Result<jose::VerificationKey> find(const KeyQuery& /*query*/) const override { return Error::keys_unavailable; }
};

TEST(VerifyHeader, doesNotBelieveASourceThatMixesUpAlgorithms) {
    const auto result = verify(issue(claims(), hmac()), ConfusedSource{}, requirements(), now);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), Error::unknown_key);
}

TEST(VerifyHeader, passesOnThatTheKeysAreUnavailable) {
    const auto result = verify(issue(claims(), hmac()), UnreachableSource{}, requirements(), now);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), Error::keys_unavailable);
}

TEST(VerifySignature, refusesEveryChangedBit) {
    const std::string token = issue(claims(), hmac());
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_TRUE(refusal(changed).has_value()) << i;
    }
}

TEST(VerifySignature, refusesTheSignatureOfAnotherToken) {
    const std::string token = issue(claims(), hmac());
    const std::string other = issue(claims().subject("u-2"), hmac());
    EXPECT_EQ(refusal(token.substr(0, token.rfind('.')) + other.substr(other.rfind('.'))), Error::bad_signature);
    EXPECT_EQ(refusal(token.substr(0, token.size() - 7)), Error::bad_signature);
}

TEST(VerifySignature, comesBeforeAnyLookAtTheClaims) {
    std::string token = sign_claims(R"({"exp":"not even a number"})");
    EXPECT_EQ(refusal(token), Error::invalid_claim);
    token.replace(token.rfind('.') + 1, 4, "AAAA");
    EXPECT_EQ(refusal(token), Error::bad_signature);
}

TEST(VerifyHeaderMemory, distinguishesHeadersThatDifferInOneByte) {
    const std::string good = issue(claims(), hmac());
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(refusal(good), accepted);
        EXPECT_EQ(refusal(sign_header(R"({"alg":"HS256","kid":"sharee"})")), Error::unknown_key);
        EXPECT_EQ(refusal(sign_header(R"({"alg":"HS256","typ":"at+jwt","kid":"shared"})")), Error::wrong_type);
    }
}

TEST(VerifyHeaderMemory, servesMoreHeadersThanItHolds) {
    for (int round = 0; round < 3; ++round)
        for (int i = 0; i < 20; ++i) {
            const std::string header = R"({"alg":"HS256","kid":"shared","n":)" + std::to_string(i) + "}";
            EXPECT_EQ(refusal(sign_header(header)), accepted) << i;
        }
}

}  // namespace
}  // namespace watchword::jwt::test
