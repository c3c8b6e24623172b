#include <watchword/jwt/trusted_issuers.hpp>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

/// Two issuers that call their keys the same.
struct Issuers {
    jose::SigningKey a = *jose::generate_signing_key(jose::Algorithm::ES256, "key-1");
    jose::SigningKey b = *jose::generate_signing_key(jose::Algorithm::ES256, "key-1");
    TrustedIssuers trusted{{{"https://a.example", std::make_shared<StaticKeys>(a.verification_key())},
                            {"https://b.example", std::make_shared<StaticKeys>(b.verification_key())}}};

    std::optional<Error::Code> refusal(const std::string& token, Issuer issuer = Issuer::any()) const {
        Requirements required = requirements();
        required.issuer = std::move(issuer);
        const auto result = verify(token, trusted, required, now);
        return result ? std::nullopt : std::optional(result.error().code());
    }
};

std::string from(std::string_view issuer, const jose::SigningKey& key) {
    return issue(claims().issuer(issuer), key);
}

TEST(TrustedIssuers, verifyEachWithKeysOfItsOwn) {
    const Issuers issuers;
    EXPECT_EQ(issuers.refusal(from("https://a.example", issuers.a)), accepted);
    EXPECT_EQ(issuers.refusal(from("https://b.example", issuers.b)), accepted);
    EXPECT_EQ(issuers.refusal(from("https://a.example", issuers.b)), Error::bad_signature);
    EXPECT_EQ(issuers.refusal(from("https://b.example", issuers.a)), Error::bad_signature);
    EXPECT_EQ(verify(from("https://a.example", issuers.a), issuers.trusted,
                     {.issuer = Issuer::any(),
                      .audience = Audience("https://api.example"),
                      .algorithms = {jose::Algorithm::ES256},
                      .type = Type::plain()},
                     now)
                  ->issuer(),
              "https://a.example");
}

TEST(TrustedIssuers, knowNobodyElse) {
    const Issuers issuers;
    for (const char* const stranger : {"", "https://c.example", "https://a.example/", "HTTPS://a.example"})
        EXPECT_EQ(issuers.refusal(from(stranger, issuers.a)), Error::wrong_issuer) << stranger;
    EXPECT_EQ(issuers.trusted.find("https://c.example"), nullptr);
    EXPECT_EQ(issuers.refusal(issue(claims().set_json("iss", R"(["https://a.example"])"), issuers.a)),
              Error::invalid_claim);
    ClaimsBuilder silent;
    EXPECT_EQ(issuers.refusal(issue(silent.audience("https://api.example"), issuers.a)), Error::missing_claim);
}

TEST(TrustedIssuers, leaveTheOtherRequirementsInForce) {
    const Issuers issuers;
    const std::string token = from("https://a.example", issuers.a);
    EXPECT_EQ(issuers.refusal(token, Issuer("https://a.example")), accepted);
    EXPECT_EQ(issuers.refusal(token, Issuer("https://b.example")), Error::wrong_issuer);
    EXPECT_EQ(issuers.refusal(issue(claims().issuer("https://a.example").expires_at(now), issuers.a)), Error::expired);
    EXPECT_EQ(issuers.refusal("a.b"), Error::malformed);
    EXPECT_EQ(issuers.refusal(std::string(17 * 1024, 'a')), Error::too_large);
    EXPECT_EQ(issuers.refusal("e30.e30"), Error::malformed);
}

TEST(TrustedIssuers, needAKeySourceEach) {
    EXPECT_THROW(TrustedIssuers({{"https://a.example", nullptr}}), std::invalid_argument);
}

}  // namespace
}  // namespace watchword::jwt::test
