#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

/// A claims set that is right but for one member.
std::string with(std::string_view name, std::string_view json) {
    return issue(claims().set_json(name, json), hmac());
}
std::string without(std::string_view name) {
    ClaimsBuilder builder;
    if (name != "iss") builder.issuer("https://issuer.example");
    if (name != "aud") builder.audience("https://api.example");
    if (name != "sub") builder.subject("u-1");
    if (name != "iat") builder.issued_at(now);
    if (name != "exp") builder.expires_at(now + Seconds(900));
    return issue(builder, hmac());
}
std::string seconds(std::int64_t from_now) {
    return std::to_string(now_seconds + from_now);
}

struct Case {
    const char* json;
    std::optional<Error::Code> expected;
};

void expect_all(std::string_view name, const std::vector<Case>& cases) {
    for (const Case& c : cases)
        EXPECT_EQ(refusal(with(name, c.json)), c.expected) << name << " " << c.json;
}

TEST(VerifyClaims, handsOutWhatItVerified) {
    const auto result = verify(issue(claims(), ecdsa()), keys(), requirements(), now);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->subject(), "u-1");
    EXPECT_EQ(result->issuer(), "https://issuer.example");
    EXPECT_EQ(result->expires_at(), now + Seconds(900));
}

TEST(VerifyClaims, comparesTheIssuerByteByByte) {
    expect_all("iss", {
                          {R"("https://issuer.example")", accepted},
                          {R"("https://issuer.exampl\u0065")", accepted},
                          {R"("https://issuer.example/")", Error::wrong_issuer},
                          {R"("https://Issuer.example")", Error::wrong_issuer},
                          {R"("https://issuer.exampl")", Error::wrong_issuer},
                          {R"("https://issuer.example\u0000")", Error::wrong_issuer},
                          {R"("")", Error::wrong_issuer},
                          {R"(["https://issuer.example"])", Error::invalid_claim},
                          {"null", Error::invalid_claim},
                          {"1", Error::invalid_claim},
                      });
    EXPECT_EQ(refusal(without("iss")), Error::missing_claim);
}

TEST(VerifyClaims, acceptsAnyIssuerOnlyIfToldSo) {
    Requirements required = requirements();
    required.issuer = Issuer::any();
    EXPECT_EQ(refusal(without("iss"), required), accepted);
    required.issuer = Issuer::any_of({});
    EXPECT_EQ(refusal(issue(claims(), hmac()), required), Error::wrong_issuer);
    required.issuer = Issuer::any_of({"https://other.example", "https://issuer.example"});
    EXPECT_EQ(refusal(issue(claims(), hmac()), required), accepted);
}

TEST(VerifyClaims, findsItsAudienceInAStringOrAList) {
    expect_all("aud", {
                          {R"("https://api.example")", accepted},
                          {R"(["https://api.example"])", accepted},
                          {R"(["https://b.example","https://api.example"])", accepted},
                          {R"("https://b.example")", Error::wrong_audience},
                          {R"(["https://b.example"])", Error::wrong_audience},
                          {R"("https://api.example https://b.example")", Error::wrong_audience},
                          {R"("https://api.exampl")", Error::wrong_audience},
                          {R"("")", Error::wrong_audience},
                          {"[]", Error::wrong_audience},
                          {R"(["https://api.example",1])", Error::invalid_claim},
                          {R"([["https://api.example"]])", Error::invalid_claim},
                          {R"({"https://api.example":true})", Error::invalid_claim},
                          {"null", Error::invalid_claim},
                          {"true", Error::invalid_claim},
                      });
    EXPECT_EQ(refusal(without("aud")), Error::missing_claim);
}

TEST(VerifyClaims, acceptsAnyAudienceOnlyIfToldSo) {
    Requirements required = requirements();
    required.audience = Audience::any();
    EXPECT_EQ(refusal(without("aud"), required), accepted);
    EXPECT_EQ(refusal(with("aud", "1"), required), Error::invalid_claim);
    required.audience = Audience::any_of({});
    EXPECT_EQ(refusal(issue(claims(), hmac()), required), Error::wrong_audience);
}

TEST(VerifyClaims, endsExactlyAtExp) {
    const std::string token = with("exp", seconds(10));
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(9'999)), accepted);
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(10'000)), Error::expired);
    EXPECT_EQ(refusal(without("exp")), Error::missing_claim);
}

TEST(VerifyClaims, readsFractionsOfASecond) {
    const std::string token = with("exp", seconds(10) + ".25");
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(10'249)), accepted);
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(10'250)), Error::expired);
}

TEST(VerifyClaims, takesOnlyNumbersInRangeForTimes) {
    for (const char* const name : {"exp", "nbf", "iat"})
        for (const char* const json : {R"("1900000000")", "true", "null", "[1900000000]", "{}", "1e300", "-1e300",
                                       "9223372036854775807", "-9223372036854775808", "18446744073709551615"})
            EXPECT_EQ(refusal(with(name, json)), Error::invalid_claim) << name << " " << json;
    expect_all("exp", {
                          {"9200000000000000", accepted},
                          {"9200000000000001", Error::invalid_claim},
                          {"9200000000000000.0", accepted},
                          {"1e10", accepted},
                          {"4294967297", accepted},
                          {"0", Error::expired},
                          {"-1", Error::expired},
                          {"-9200000000000000", Error::expired},
                      });
    expect_all("nbf", {{"-9200000000000000", accepted}, {"9200000000000000", Error::not_yet_valid}});
    expect_all("iat", {{"-9200000000000000", accepted}, {"9200000000000000", Error::issued_in_future}});
}

TEST(VerifyClaims, startsExactlyAtNbf) {
    const std::string token = with("nbf", seconds(10));
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(9'999)), Error::not_yet_valid);
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(10'000)), accepted);
}

TEST(VerifyClaims, refusesATokenFromTheFuture) {
    const std::string token = with("iat", seconds(10));
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(9'999)), Error::issued_in_future);
    EXPECT_EQ(refusal(token, requirements(), now + Milliseconds(10'000)), accepted);
}

TEST(VerifyClaims, toleratesTheSkewItIsToldAndNoMore) {
    Requirements required = requirements();
    required.leeway = Seconds(5);
    EXPECT_EQ(refusal(with("exp", seconds(-4)), required), accepted);
    EXPECT_EQ(refusal(with("exp", seconds(-5)), required), Error::expired);
    EXPECT_EQ(refusal(with("nbf", seconds(5)), required), accepted);
    EXPECT_EQ(refusal(with("nbf", seconds(6)), required), Error::not_yet_valid);
    EXPECT_EQ(refusal(with("iat", seconds(5)), required), accepted);
    EXPECT_EQ(refusal(with("iat", seconds(6)), required), Error::issued_in_future);
}

TEST(VerifyClaims, toleratesAtMostTenMinutesAndNeverLessThanNothing) {
    Requirements required = requirements();
    required.leeway = Seconds(3600);
    EXPECT_EQ(refusal(with("exp", seconds(-599)), required), accepted);
    EXPECT_EQ(refusal(with("exp", seconds(-600)), required), Error::expired);
    required.leeway = Seconds(-30);
    EXPECT_EQ(refusal(with("exp", seconds(1)), required), accepted);
    required.leeway = Seconds::max();
    EXPECT_EQ(refusal(with("exp", seconds(-600)), required), Error::expired);
}

TEST(VerifyClaims, limitsTheAgeIfAsked) {
    Requirements required = requirements();
    required.max_age = Seconds(300);
    EXPECT_EQ(refusal(with("iat", seconds(-300)), required), accepted);
    EXPECT_EQ(refusal(with("iat", seconds(-301)), required), Error::too_old);
    EXPECT_EQ(refusal(without("iat"), required), Error::missing_claim);
    required.leeway = Seconds(5);
    EXPECT_EQ(refusal(with("iat", seconds(-305)), required), accepted);
    EXPECT_EQ(refusal(with("iat", seconds(-306)), required), Error::too_old);
    required.max_age = Seconds::max();
    EXPECT_EQ(refusal(with("iat", seconds(-306)), required), accepted);
}

TEST(VerifyClaims, comparesTheSubjectIfAsked) {
    Requirements required = requirements();
    required.subject = "u-1";
    EXPECT_EQ(refusal(issue(claims(), hmac()), required), accepted);
    EXPECT_EQ(refusal(issue(claims().subject("u-2"), hmac()), required), Error::wrong_subject);
    EXPECT_EQ(refusal(without("sub"), required), Error::missing_claim);
}

TEST(VerifyClaims, takesOnlyStringsForSubjectAndId) {
    for (const char* const name : {"sub", "jti"})
        for (const char* const json : {"1", "null", "[]", R"({"a":"b"})", "true"})
            EXPECT_EQ(refusal(with(name, json)), Error::invalid_claim) << name << " " << json;
}

TEST(VerifyClaims, demandsTheRequiredClaims) {
    Requirements required = requirements();
    required.required_claims = {"sub", "client_id"};
    EXPECT_EQ(refusal(issue(claims(), hmac()), required), Error::missing_claim);
    EXPECT_EQ(refusal(with("client_id", "null"), required), Error::missing_claim);
    EXPECT_EQ(refusal(with("client_id", R"("web")"), required), accepted);
}

TEST(VerifyClaims, saysWhichClaimIsMissingOrInvalid) {
    const auto missing = verify(without("exp"), keys(), requirements(), now);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().detail(), "exp");
    const auto invalid = verify(with("aud", "1"), keys(), requirements(), now);
    ASSERT_FALSE(invalid);
    EXPECT_EQ(invalid.error().detail(), "aud");
}

TEST(VerifyClaims, reportsTheFirstFailureInTheDocumentedOrder) {
    ClaimsBuilder wrong = claims();
    wrong.set("jti", 1).issuer("x").audience("x").expires_at(now).not_before(now + Seconds(1)).subject("x");
    wrong.issued_at(now + Seconds(1));
    Requirements required = requirements();
    required.subject = "u-1";
    required.required_claims = {"client_id"};
    const auto expect_then_repair = [&](Error::Code code, auto repair) {
        EXPECT_EQ(refusal(issue(wrong, hmac()), required), code);
        repair();
    };
    expect_then_repair(Error::invalid_claim, [&] { wrong.id("t"); });
    expect_then_repair(Error::wrong_issuer, [&] { wrong.issuer("https://issuer.example"); });
    expect_then_repair(Error::wrong_audience, [&] { wrong.audience("https://api.example"); });
    expect_then_repair(Error::expired, [&] { wrong.expires_at(now + Seconds(9)); });
    expect_then_repair(Error::not_yet_valid, [&] { wrong.not_before(now); });
    expect_then_repair(Error::issued_in_future,
                       [&] { wrong.issued_at(now - Seconds(9)), required.max_age = Seconds(8); });
    expect_then_repair(Error::too_old, [&] { required.max_age = Seconds(9); });
    expect_then_repair(Error::wrong_subject, [&] { wrong.subject("u-1"); });
    expect_then_repair(Error::missing_claim, [&] { wrong.set("client_id", "web"); });
    EXPECT_EQ(refusal(issue(wrong, hmac()), required), accepted);
}

TEST(VerifyClaims, verifiesRfc9068AccessTokens) {
    const Requirements required = Requirements::access_token("https://issuer.example", "https://api.example");
    ClaimsBuilder complete = claims();
    complete.set("client_id", "web");
    EXPECT_EQ(refusal(issue(complete, ecdsa(), "at+jwt"), required), accepted);
    EXPECT_EQ(refusal(issue(complete, ecdsa()), required), Error::wrong_type);
    EXPECT_EQ(refusal(issue(claims(), ecdsa(), "at+jwt"), required), Error::missing_claim);
    EXPECT_EQ(refusal(issue(complete, hmac(), "at+jwt"), required), Error::algorithm_not_allowed);
}

}  // namespace
}  // namespace watchword::jwt::test
