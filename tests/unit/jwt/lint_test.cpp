#include <watchword/jwt/explain.hpp>

#include <algorithm>
#include <utility>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Nothing is to be found about this token, these keys and these requirements until a test changes one of them.
struct Case {
    ClaimsBuilder claims = test::claims();
    std::string type = "at+jwt";
    jose::SigningKey key = hmac();
    std::vector<jose::VerificationKey> keys{hmac().verification_key()};
    Requirements required{.issuer = Issuer("https://issuer.example"),
                          .audience = Audience("https://api.example"),
                          .algorithms = {jose::Algorithm::HS256},
                          .type = Type::access_token()};
    TimePoint at = now;

    std::vector<Finding> findings_about(std::string_view token) const {
        return explain(token, StaticKeys(keys), required, at).findings;
    }
    std::vector<Finding> findings() const { return findings_about(issue(claims, key, type)); }
};

const Finding* find(const std::vector<Finding>& findings, std::string_view code) {
    const auto found = std::ranges::find(findings, code, &Finding::code);
    return found == findings.end() ? nullptr : &*found;
}

bool finds(const Case& about, std::string_view code) {
    return find(about.findings(), code) != nullptr;
}
bool finds(std::string_view token, std::string_view code, const Case& about = {}) {
    return find(about.findings_about(token), code) != nullptr;
}

std::string without(std::string_view claim) {
    const auto document = *jose::json::Document::parse_object(claims().to_json());
    ClaimsBuilder rest;
    for (const auto member : document.root().members())
        if (member.name != claim) rest.set_json(member.name, member.value.to_json());
    return rest.to_json();
}

std::string with_header(std::string_view header) {
    return sign(header, claims().to_json());
}

TEST(Lint, findsNothingAboutAGoodToken) {
    EXPECT_TRUE(Case{}.findings().empty());
}

TEST(Lint, namesEachRegisteredClaimThatIsMissing) {
    for (const auto& [claim, code] : {std::pair{"iss", "no_issuer"},
                                      {"aud", "no_audience"},
                                      {"exp", "no_expiry"},
                                      {"iat", "no_issued_at"},
                                      {"jti", "no_token_id"}}) {
        EXPECT_TRUE(finds(*issue_json(without(claim), hmac(), "at+jwt"), code)) << claim;
        EXPECT_TRUE(finds(Case{.claims = claims().set_json(claim, "null")}, code)) << claim;
        EXPECT_FALSE(finds(*issue_json(without("sub"), hmac(), "at+jwt"), code)) << claim;
    }
}

TEST(Lint, saysNothingAboutClaimsThatCannotBeRead) {
    EXPECT_FALSE(finds("e30.AAAA.AAAA", "no_audience"));
    EXPECT_TRUE(finds("e30.e30.AAAA", "no_audience"));
}

TEST(Lint, findsAnAccessTokenThatLivesLongerThanAnHour) {
    EXPECT_FALSE(finds(Case{.claims = claims().expires_at(now + hours(1))}, "long_life"));
    EXPECT_TRUE(finds(Case{.claims = claims().expires_at(now + hours(1) + Seconds(1))}, "long_life"));
}

TEST(Lint, takesATokenForAnAccessTokenByItsTypeOrByWhatIsDemanded) {
    Case about{.claims = claims().expires_at(now + hours(2)), .type = "JWT"};
    EXPECT_TRUE(finds(about, "long_life"));
    about.required.type = Type::plain();
    EXPECT_FALSE(finds(about, "long_life"));
    about.required.profile = Profile::access_token;
    EXPECT_TRUE(finds(about, "long_life"));
    about.required.profile = Profile::plain;
    about.type = "application/at+jwt";
    EXPECT_TRUE(finds(about, "long_life"));
}

TEST(Lint, findsAnyTokenThatLivesLongerThanADay) {
    Case about{.type = "JWT"};
    about.required.type = Type::plain();
    about.claims.expires_at(now + hours(24));
    EXPECT_FALSE(finds(about, "long_life"));
    about.claims.expires_at(now + hours(24) + Seconds(1));
    EXPECT_TRUE(finds(about, "long_life"));
    EXPECT_EQ(find(about.findings(), "long_life")->sentence,
              "It lives 86401 s, which is more than 24 hours: for that long, whoever has stolen it can use it.");
}

TEST(Lint, countsTheLifeFromNowWhereTheTokenDoesNotSayItsStart) {
    const auto token_until = [](TimePoint end) {
        return *issue_json(ClaimsBuilder().expires_at(end).to_json(), hmac(), "at+jwt");
    };
    EXPECT_FALSE(finds(token_until(now + hours(1)), "long_life"));
    EXPECT_TRUE(finds(token_until(now + hours(1) + Seconds(1)), "long_life"));
}

TEST(Lint, measuresAbsurdTimesWithoutOverflow) {
    EXPECT_TRUE(finds(Case{.claims = claims().set_json("iat", "-9200000000000000")}, "long_life"));
    EXPECT_FALSE(finds(Case{.claims = claims().set_json("exp", "-9200000000000000")}, "long_life"));
    EXPECT_TRUE(finds(Case{.claims = claims().set_json("exp", "9200000000000000")}, "milliseconds"));
}

TEST(Lint, findsTimesInMilliseconds) {
    for (const char* claim : {"exp", "nbf", "iat"}) {
        EXPECT_TRUE(finds(Case{.claims = claims().set_json(claim, "1800000900000")}, "milliseconds")) << claim;
        EXPECT_TRUE(finds(Case{.claims = claims().set_json(claim, "100000000001")}, "milliseconds")) << claim;
        EXPECT_FALSE(finds(Case{.claims = claims().set_json(claim, "100000000000")}, "milliseconds")) << claim;
    }
}

TEST(Lint, findsClaimsThatLookLikeSecretsAtAnyDepth) {
    for (const char* name : {"password", "Password", "clientSecret", "client_secret", "credit-card-number", "cvv"})
        EXPECT_TRUE(finds(Case{.claims = claims().set(name, "x")}, "sensitive_claim")) << name;
    EXPECT_TRUE(finds(Case{.claims = claims().set_json("user", R"([{"card":{"pin":1234}}])")}, "sensitive_claim"));
    for (const char* name : {"passwords_policy", "secretary", "spin", "card", ""})
        EXPECT_FALSE(finds(Case{.claims = claims().set(name, "x")}, "sensitive_claim")) << name;
    EXPECT_FALSE(finds(Case{.claims = claims().set_flag("password", true)}, "sensitive_claim"));
    EXPECT_FALSE(finds(Case{.claims = claims().set_json("password", "null")}, "sensitive_claim"));
}

TEST(Lint, namesASensitiveClaimButNotItsValue) {
    const auto findings = Case{.claims = claims().set("password", "correct horse")}.findings();
    EXPECT_EQ(find(findings, "sensitive_claim")->sentence,
              "The claim \"password\" looks like a secret: a signed token hides nothing from whoever gets to see it.");
}

TEST(Lint, findsKeysInTheHeader) {
    for (const char* member : {"jku", "jwk", "x5u", "x5c"}) {
        const std::string header = std::string(R"({"alg":"HS256","typ":"at+jwt","kid":"shared",")") + member + "\":{}}";
        EXPECT_TRUE(finds(with_header(header), "key_in_header")) << member;
    }
    EXPECT_FALSE(finds(with_header(R"({"alg":"HS256","typ":"at+jwt","kid":"shared","x5t":"A"})"), "key_in_header"));
}

TEST(Lint, findsAnAccessTokenWithoutAType) {
    const std::string untyped = R"({"alg":"HS256","kid":"shared"})";
    Case plain;
    plain.required.type = Type::plain();
    const std::string without_scope = sign(untyped, without("scope"));
    EXPECT_TRUE(finds(with_header(untyped), "no_type", plain));  // its scope tells
    EXPECT_FALSE(finds(without_scope, "no_type", plain));
    EXPECT_TRUE(finds(without_scope, "no_type"));  // what is demanded tells
    EXPECT_FALSE(finds(with_header(R"({"alg":"HS256","kid":"shared","typ":"JWT"})"), "no_type"));
}

TEST(Lint, findsAMissingKidOnlyWhereThereAreSeveralKeys) {
    const std::string header = R"({"alg":"HS256","typ":"at+jwt"})";
    PredictableRandomForTests random;
    Case two;
    two.keys.push_back(jose::HmacKey::generate(jose::Algorithm::HS256, random, "next").verification_key());
    EXPECT_TRUE(finds(with_header(header), "no_key_id", two));
    EXPECT_FALSE(finds(with_header(header), "no_key_id"));
    EXPECT_FALSE(finds(two, "no_key_id"));
}

TEST(Lint, findsATokenThatIsTooBigForACookie) {
    const std::size_t around = explain("", keys(), requirements(), now).size.cookie_bytes;
    const std::size_t most = TokenSize::cookie_limit - around;
    EXPECT_FALSE(finds(std::string(most, 'A'), "too_big_for_a_cookie"));
    EXPECT_TRUE(finds(std::string(most + 1, 'A'), "too_big_for_a_cookie"));
}

TEST(Lint, knowsAnEncryptedToken) {
    EXPECT_TRUE(finds("eyJ.a.b.c.d", "encrypted"));
    EXPECT_FALSE(finds("eyJ.a.b.c", "encrypted"));
    EXPECT_FALSE(finds("eyJ.a.b.c.d.e", "encrypted"));
}

TEST(Lint, knowsWhatWasPastedAlong) {
    const std::string token = issue(claims(), hmac(), "at+jwt");
    EXPECT_FALSE(finds(token, "pasted_along"));
    for (const std::string& pasted :
         {"Bearer " + token, "bearer " + token, "DPoP " + token, "Authorization: Bearer " + token, " " + token,
          token + "\n", token + "\r\n", '"' + token + '"', "'" + token + "'", token + ",",
          token.substr(0, 40) + "\n" + token.substr(40), std::string(" ")}) {
        const Explanation explanation = explain(pasted, StaticKeys(hmac().verification_key()), Case{}.required, now);
        EXPECT_NE(find(explanation.findings, "pasted_along"), nullptr) << pasted;
        EXPECT_EQ(*explanation.error(), Error::malformed) << pasted;
    }
}

TEST(Lint, saysWhatToDoAboutWhatWasPastedAlong) {
    const auto sentence_about = [](const std::string& token) {
        return find(Case{}.findings_about(token), "pasted_along")->sentence;
    };
    EXPECT_EQ(sentence_about("Bearer a.b.c"), "The token begins behind \"Bearer\": leave that out.");
    EXPECT_EQ(sentence_about("\"a.b.c\""),
              "White space, a quotation mark or the like stands before or behind the token: leave it out.");
    EXPECT_EQ(sentence_about("a.b\n.c"),
              "There is white space within the token, as if it had been broken into lines: take it out.");
}

TEST(Lint, knowsAnUnsignedToken) {
    for (const char* name : {"none", "None", "NONE"})
        EXPECT_TRUE(finds(with_header(std::string(R"({"alg":")") + name + "\"}"), "unsigned")) << name;
    EXPECT_FALSE(finds(with_header(R"({"alg":"HS256"})"), "unsigned"));
    EXPECT_FALSE(finds(with_header(R"({"alg":"nonesuch"})"), "unsigned"));
}

TEST(Lint, findsASecretThatIsShorterThanItsHash) {
    const auto about_secret_of = [](std::size_t bytes) {
        const Bytes secret(bytes, 0x5a);
        const auto key = *jose::HmacKey::weak_for_compatibility(jose::Algorithm::HS256, secret, "old");
        return Case{.key = key.signing_key(), .keys = {key.verification_key()}};
    };
    EXPECT_FALSE(finds(about_secret_of(32), "weak_key"));
    EXPECT_EQ(find(about_secret_of(31).findings(), "weak_key")->sentence,
              "A secret that is shorter than its hash can be guessed (RFC 7518 section 3.2): HS256 kid \"old\" has 248 "
              "bits and needs 256.");
}

/// Does not tell which keys it has.
class SilentSource final : public KeySource {
  public:
    explicit SilentSource(jose::VerificationKey key) : key_(std::move(key)) {}
    Result<jose::VerificationKey> find(const KeyQuery& /*query*/) const override { return key_; }

  private:
    jose::VerificationKey key_;
};

TEST(Lint, findsAShortSecretWhichItsSourceDidNotTellOf) {
    const auto key = *jose::HmacKey::weak_for_compatibility(jose::Algorithm::HS256, as_bytes("x"), "old");
    const auto findings =
        explain(issue(claims(), key.signing_key()), SilentSource(key.verification_key()), Case{}.required, now)
            .findings;
    EXPECT_NE(find(findings, "weak_key"), nullptr);
}

TEST(Lint, findsAnRsaKeyOf2048BitsForATokenBeyond2030) {
    static const jose::SigningKey rsa = *jose::generate_signing_key(jose::Algorithm::RS256);
    constexpr std::int64_t first_second_of_2031 = 1'924'992'000;
    const auto about_token_until = [](std::int64_t end, const jose::SigningKey& key) {
        Case about{.claims = claims().expires_at(from_unix_seconds(end)), .key = key, .keys = {key.verification_key()}};
        about.required.algorithms = {key.algorithm()};
        return about;
    };
    EXPECT_FALSE(finds(about_token_until(first_second_of_2031 - 1, rsa), "aging_key"));
    EXPECT_TRUE(finds(about_token_until(first_second_of_2031, rsa), "aging_key"));
    EXPECT_FALSE(finds(about_token_until(first_second_of_2031, ecdsa()), "aging_key"));
    Case later = about_token_until(first_second_of_2031 - 1, rsa);
    later.at = from_unix_seconds(first_second_of_2031);
    EXPECT_TRUE(finds(later, "aging_key"));
}

TEST(Lint, findsSharedSecretsAndPublicKeysAllowedAtOnce) {
    Case about;
    EXPECT_FALSE(finds(about, "mixed_algorithms"));
    about.required.algorithms.insert(jose::Algorithm::HS512);
    EXPECT_FALSE(finds(about, "mixed_algorithms"));
    about.required.algorithms.insert(jose::Algorithm::ES256);
    EXPECT_TRUE(finds(about, "mixed_algorithms"));
    about.required.algorithms = jose::all_asymmetric();
    EXPECT_FALSE(finds(about, "mixed_algorithms"));
}

TEST(Lint, knowsTheShapeOfAlgorithmConfusion) {
    Case about;
    about.required.algorithms = {jose::Algorithm::ES256};
    EXPECT_TRUE(finds(about, "algorithm_confusion"));
    about.key = ecdsa();
    EXPECT_FALSE(finds(about, "algorithm_confusion"));
    about = Case{};
    about.required.algorithms = {jose::Algorithm::HS512};
    EXPECT_FALSE(finds(about, "algorithm_confusion"));
}

TEST(Lint, findsRequirementsThatAcceptEverything) {
    Case about;
    about.required.issuer = Issuer::any();
    EXPECT_TRUE(finds(about, "any_issuer"));
    EXPECT_FALSE(finds(about, "any_audience"));
    about = Case{};
    about.required.audience = Audience::any();
    EXPECT_TRUE(finds(about, "any_audience"));
    EXPECT_FALSE(finds(about, "any_issuer"));
}

TEST(Lint, findsALeewayOfMoreThanFiveMinutes) {
    Case about;
    about.required.leeway = minutes(5);
    EXPECT_FALSE(finds(about, "large_leeway"));
    about.required.leeway += Seconds(1);
    EXPECT_TRUE(finds(about, "large_leeway"));
}

TEST(Lint, quotesWhatATokenSaysWithoutControlCharacters) {
    const std::string name = "pass\x1bword\xc2\x9b";
    const auto findings = Case{.claims = claims().set(name, "x")}.findings();
    ASSERT_NE(find(findings, "sensitive_claim"), nullptr);
    for (const char c : find(findings, "sensitive_claim")->sentence)
        EXPECT_TRUE(c >= 0x20 && c < 0x7f);
}

TEST(Severity, hasAName) {
    EXPECT_EQ(name(Severity::note), "note");
    EXPECT_EQ(name(Severity::warning), "warning");
}

}  // namespace
}  // namespace watchword::jwt::test
