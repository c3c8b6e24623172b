#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/explain.hpp>

#include <random>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

Explanation explained(std::string_view token, const Requirements& required = requirements()) {
    return explain(token, keys(), required, now);
}

const Check& check(const Explanation& explanation, std::string_view name) {
    for (const Check& check : explanation.checks)
        if (check.name == name) return check;
    throw std::out_of_range(std::string(name));
}

/// "explain says all passed exactly when verify succeeds; its first failure is the error of verify."
void expect_agreement(std::string_view token, const Requirements& required) {
    const auto verified = verify(token, keys(), required, now);
    const Explanation explanation = explained(token, required);
    EXPECT_EQ(explanation.verified(), verified.has_value()) << token;
    EXPECT_EQ(explanation.checks.size(), 19U);
    ASSERT_EQ(explanation.error() != nullptr, !verified) << token;
    if (verified) return;
    EXPECT_EQ(*explanation.error(), verified.error()) << token;
    EXPECT_EQ(explanation.error()->detail(), verified.error().detail()) << token;
}

TEST(Explain, namesEveryCheckOfAGoodToken) {
    const Explanation explanation = explained(issue(claims(), ecdsa()));
    EXPECT_TRUE(explanation.verified());
    EXPECT_EQ(explanation.error(), nullptr);
    std::string names;
    for (const Check& c : explanation.checks)
        names += std::string(c.name) + " ";
    EXPECT_EQ(names,
              "format header algorithm critical type key signature claims issuer audience expiry not_before issued_at "
              "age authentication_age subject required_claims profile revocation ");
    EXPECT_EQ(explanation.header, R"({"alg":"ES256","typ":"JWT","kid":"ec"})");
    EXPECT_EQ(explanation.claims, claims().to_json());
}

TEST(Explain, saysTheSkewInSeconds) {
    const auto sentence = [](std::string_view name, TimePoint time, std::string_view of) {
        ClaimsBuilder builder = claims();
        builder.set(name, to_unix_seconds(time));
        return check(explained(issue(builder, hmac())), of).sentence;
    };
    EXPECT_EQ(sentence("exp", now - Seconds(73), "expiry"), "It expired 73 s ago (tolerated skew: 0 s).");
    EXPECT_EQ(sentence("exp", now + Seconds(73), "expiry"), "It expires in 73 s (tolerated skew: 0 s).");
    EXPECT_EQ(sentence("exp", now, "expiry"), "It expired now (tolerated skew: 0 s).");
    EXPECT_EQ(sentence("nbf", now + Seconds(4), "not_before"), "It becomes valid in 4 s (tolerated skew: 0 s).");
    EXPECT_EQ(sentence("iat", now + Seconds(2), "issued_at"), "It says it was issued in 2 s (tolerated skew: 0 s).");
    const std::string fraction = issue(claims().set_json("exp", "1799999999.75"), hmac());
    EXPECT_EQ(check(explained(fraction), "expiry").sentence, "It expired 0.25 s ago (tolerated skew: 0 s).");
}

TEST(Explain, saysWhatWasExpectedAndWhatWasFound) {
    ClaimsBuilder other = claims();
    other.issuer("https://other.example").audience(std::vector<std::string>{"a", "b"});
    Requirements required = requirements();
    required.algorithms = {jose::Algorithm::HS256};
    required.audience = Audience::any_of({"https://api.example", "https://b.example"});
    required.subject = "u-2";
    required.type = Type::access_token();
    const Explanation explanation = explained(issue(other, hmac()), required);
    EXPECT_EQ(check(explanation, "issuer").sentence,
              R"(Issuer (iss): expected "https://issuer.example", found "https://other.example".)");
    EXPECT_EQ(check(explanation, "audience").sentence,
              R"(Audience (aud): expected "https://api.example" or "https://b.example", found "a", "b".)");
    EXPECT_EQ(check(explanation, "subject").sentence, R"(Subject (sub): expected "u-2", found "u-1".)");
    EXPECT_EQ(check(explanation, "type").sentence, R"(Type: expected "at+jwt", found "JWT".)");
    EXPECT_EQ(check(explanation, "algorithm").sentence, R"(Algorithm: expected HS256, found "HS256".)");
    EXPECT_EQ(*explanation.error(), Error::wrong_type);
}

TEST(Explain, saysWhichKeyWasAskedFor) {
    const Explanation unknown = explained(sign_header(R"({"alg":"HS256","kid":"new"})"));
    EXPECT_EQ(check(unknown, "key").outcome, Outcome::failed);
    EXPECT_EQ(check(unknown, "key").sentence,
              R"(No key that is trusted here matches the token. It was asked for "HS256" with kid "new".)");
    EXPECT_EQ(check(unknown, "signature").outcome, Outcome::skipped);
    EXPECT_EQ(check(unknown, "issuer").outcome, Outcome::passed);
    const auto fingerprint_of = [](const jose::SigningKey& key) { return jose::fingerprint(key.verification_key()); };
    EXPECT_EQ(check(explained(issue(claims(), ecdsa())), "key").sentence,
              "The key is for ES256, kid \"ec\", fingerprint " + fingerprint_of(ecdsa()) + ".");
    EXPECT_EQ(check(explained(issue(claims(), hmac())), "key").sentence,
              "The key is for HS256, kid \"shared\", fingerprint " + fingerprint_of(hmac()) + ".");
}

TEST(Explain, goesOnAfterAFailureWithWhatCanStillBeChecked) {
    std::string token = issue(claims().audience("other"), hmac());
    token.replace(token.rfind('.') + 1, 4, "AAAA");
    const Explanation explanation = explained(token);
    EXPECT_EQ(*explanation.error(), Error::bad_signature);
    EXPECT_EQ(check(explanation, "audience").outcome, Outcome::failed);
    EXPECT_EQ(check(explanation, "expiry").outcome, Outcome::passed);
    EXPECT_FALSE(explanation.verified());
}

TEST(Explain, showsAnUnsignedTokenAndRefusesIt) {
    const Explanation explanation = explained("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ.");
    EXPECT_EQ(*explanation.error(), Error::algorithm_not_allowed);
    EXPECT_EQ(check(explanation, "format").outcome, Outcome::passed);
    EXPECT_EQ(check(explanation, "algorithm").sentence, R"(Algorithm: expected HS256, ES256, found "none".)");
    EXPECT_EQ(explanation.claims, R"({"sub":"u-1"})");
}

TEST(Explain, letsATokenWriteNothingToTheTerminal) {
    const std::string hostile = "\x1b[2J\r\n\xc2\x9b" + std::string(500, 'x');
    const std::string sentence = check(explained(issue(claims().issuer(hostile), hmac())), "issuer").sentence;
    for (const char c : sentence)
        EXPECT_TRUE(c >= 0x20 && c < 0x7f);
    EXPECT_LT(sentence.size(), 250U);
}

/// Notes whether it was asked.
class CountingSource final : public KeySource {
  public:
    Result<jose::VerificationKey> find(const KeyQuery& query) const override {
        ++asked;
        return keys().find(query);
    }
    mutable int asked = 0;
};

TEST(Explain, doesNotAskForAKeyOfAnAlgorithmThatIsNotAllowed) {
    Requirements required = requirements();
    required.algorithms = {jose::Algorithm::ES256};
    const CountingSource source;
    const Explanation explanation = explain(issue(claims(), hmac()), source, required, now);
    EXPECT_EQ(*explanation.error(), Error::algorithm_not_allowed);
    EXPECT_EQ(check(explanation, "key").outcome, Outcome::skipped);
    EXPECT_EQ(source.asked, 0);
}

TEST(Explain, agreesWithVerifyOnEveryCombinationOfFaults) {
    std::mt19937 random(7);
    const auto once_in = [&](unsigned n) { return random() % n == 0; };
    for (int i = 0; i < 3000; ++i) {
        ClaimsBuilder builder = claims();
        if (once_in(5)) builder.issuer("https://other.example");
        if (once_in(5)) builder.audience("other");
        if (once_in(5)) builder.expires_at(now - Seconds(random() % 20));
        if (once_in(5)) builder.not_before(now + Seconds(random() % 20));
        if (once_in(5)) builder.issued_at(now + Seconds(random() % 20) - Seconds(10));
        if (once_in(9)) builder.set_json(once_in(2) ? "exp" : "aud", "[1]");
        if (once_in(9)) builder.subject("u-2");
        Requirements required = requirements();
        required.leeway = Seconds(random() % 12);
        if (once_in(4)) required.max_age = Seconds(5);
        if (once_in(4)) required.subject = "u-1";
        if (once_in(6)) required.required_claims = {"client_id"};
        if (once_in(6)) required.type = Type::access_token();
        if (once_in(6)) required.algorithms = {jose::Algorithm::ES256};
        std::string token = once_in(8) ? sign(R"({"alg":"HS256","kid":"no"})", builder.to_json())
                                       : issue(builder, once_in(4) ? ecdsa() : hmac());
        if (once_in(6)) token[random() % token.size()] = static_cast<char>('A' + random() % 26);
        if (once_in(30)) token.resize(random() % token.size());
        if (once_in(30)) token += ".";
        expect_agreement(token, required);
    }
}

TEST(Outcome, hasAName) {
    EXPECT_EQ(name(Outcome::passed), "passed");
    EXPECT_EQ(name(Outcome::failed), "failed");
    EXPECT_EQ(name(Outcome::skipped), "skipped");
}

}  // namespace
}  // namespace watchword::jwt::test
