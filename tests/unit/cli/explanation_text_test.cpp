#include <watchword/cli/explanation_text.hpp>
#include <watchword/jwt/explanation_json.hpp>
#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/lint_rules.hpp>

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const TimePoint now = from_unix_seconds(1'800'000'000);

jose::HmacKey key() {
    return *jose::HmacKey::from_secret(jose::Algorithm::HS256, as_bytes(std::string(32, 'x')), "k1");
}

jwt::ClaimsBuilder claims() {
    jwt::ClaimsBuilder builder;
    builder.issuer("me").audience("reports").id("t").issued_at(now).expires_at(now + Seconds(900));
    return builder;
}

jwt::Explanation explanation_of(const std::string& token) {
    const jwt::Requirements required{.issuer = jwt::Issuer("me"),
                                     .audience = jwt::Audience("reports"),
                                     .algorithms = {jose::Algorithm::HS256},
                                     .type = jwt::Type::plain()};
    return jwt::explain(token, jwt::StaticKeys(key().verification_key()), required, now);
}

std::string text_of(const jwt::Explanation& explanation, std::size_t width) {
    return explanation_text(Console(Console::Form::text), explanation, width);
}

TEST(ExplanationText, SaysAllOfAnAcceptedToken) {
    const std::string text = text_of(explanation_of(jwt::issue(claims(), key().signing_key())), 110);
    EXPECT_THAT(text, HasSubstr("\nChecks\n  ok       format                Three segments, and not too large.\n"));
    EXPECT_THAT(text, HasSubstr("\n  used     HS256    " + key().fingerprint() + "  kid k1\n"));
    EXPECT_THAT(text, Not(HasSubstr("  held ")));
    EXPECT_THAT(text, HasSubstr("\nTimes      exp +900 s, iat +0 s from now\n"));
    EXPECT_THAT(text, Not(HasSubstr("Findings")));
    EXPECT_TRUE(text.ends_with("\nThe token is accepted.\n"));
}

TEST(ExplanationText, SaysAllOfARefusedToken) {
    const auto builder = claims().set_json("exp", "1799999999.75").set("password", "hunter2");
    const std::string text = text_of(explanation_of(jwt::issue(builder, key().signing_key())), 110);
    EXPECT_THAT(text, HasSubstr("\n  FAILED   expiry                It expired 0.25 s ago (tolerated skew: 0 s).\n"));
    EXPECT_THAT(text, HasSubstr("\n  skipped  revocation "));
    EXPECT_THAT(text, HasSubstr("\nTimes      exp -0.25 s, iat +0 s from now\n"));
    EXPECT_THAT(text, HasSubstr("\nFindings (the verdict does not depend on them)\n  warning  sensitive_claim "));
    EXPECT_TRUE(text.ends_with("\nThe token is refused: expired.\n"));
}

TEST(ExplanationText, SaysThatNothingCouldBeReadAndWhichKeysThereAre) {
    const std::string text = text_of(explanation_of("nonsense"), 110);
    EXPECT_TRUE(text.starts_with("Checks\n  FAILED   format "));
    EXPECT_THAT(text, HasSubstr("\n  held     HS256    " + key().fingerprint()));
    EXPECT_THAT(text, HasSubstr("\nTimes      no time in the token can be read\n"));
}

TEST(ExplanationText, KeepsToTheWidth) {
    const std::string token = jwt::issue(claims().audience(std::string(300, 'a')), key().signing_key());
    std::string text = text_of(explanation_of(token), 80);
    std::istringstream lines(text.substr(text.find("Checks")));
    for (std::string line; std::getline(lines, line);) {
        // One word is longer than any line.
        if (line.find("aaaa") != std::string::npos) continue;
        EXPECT_LE(line.size(), 80U) << line;
    }
}

TEST(ExplanationText, LetsNeitherTokenNorKeyIdWriteToTheTerminal) {
    const auto hostile = *jose::HmacKey::from_secret(jose::Algorithm::HS256, as_bytes(std::string(32, 'x')), "\x1b[2J");
    const jwt::Requirements required{.issuer = jwt::Issuer::any(),
                                     .audience = jwt::Audience::any(),
                                     .algorithms = {jose::Algorithm::HS256},
                                     .type = jwt::Type::any()};
    const auto explanation = jwt::explain(jwt::issue(claims().subject("\x1b[31m"), hostile.signing_key()),
                                          jwt::StaticKeys(hostile.verification_key()), required, now);
    EXPECT_THAT(text_of(explanation, 80), Not(HasSubstr("\x1b")));
    EXPECT_THAT(jwt::to_json(explanation), Not(HasSubstr("\x1b")));
}

TEST(Findings, AreAllInTheReference) {
    std::ifstream file(std::string(WATCHWORD_DOCS) + "/reference/cli.md");
    const std::string reference{std::istreambuf_iterator<char>(file), {}};
    using namespace jwt::lint;
    for (const auto rules : {rules_of_form(), rules_of_claims(), rules_of_keys(), rules_of_requirements()})
        for (const Rule& rule : rules)
            EXPECT_THAT(reference, HasSubstr("| `" + std::string(rule.code) + "` | " +
                                             std::string(jwt::name(rule.severity)) + " |"));
}

}  // namespace
}  // namespace watchword::cli
