#include <watchword/jose/half_hash.hpp>
#include <watchword/jwt/revocations.hpp>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

constexpr const char* logout_events = R"({"http://schemas.openid.net/event/backchannel-logout":{}})";

Requirements for_profile(Profile profile) {
    const std::string issuer = "https://issuer.example";
    switch (profile) {
        case Profile::access_token:
            return Requirements::access_token(issuer, "c1");
        case Profile::id_token:
            return Requirements::id_token_of(issuer, {.client_id = "c1", .nonce = "n-1"});
        case Profile::logout_token:
            return Requirements::logout_token(issuer, "c1");
        case Profile::plain:
            break;
    }
    return {.issuer = Issuer(issuer),
            .audience = Audience("c1"),
            .algorithms = {jose::Algorithm::ES256},
            .type = Type::plain()};
}

ClaimsBuilder every_claim() {
    return claims().audience("c1").set("client_id", "c1").set("sid", "s-1").set("azp", "c1");
}
ClaimsBuilder id_token_claims() {
    return every_claim().set("nonce", "n-1");
}
ClaimsBuilder logout_claims() {
    return every_claim().set_json("events", logout_events);
}

std::optional<Error::Code> refusal_of(const ClaimsBuilder& builder, const Requirements& required,
                                      std::string_view type = "JWT") {
    return refusal(issue(builder, ecdsa(), type), required);
}

std::string detail_of(const ClaimsBuilder& builder, const Requirements& required) {
    const auto result = verify(issue(builder, ecdsa()), keys(), required, now);
    return result ? "accepted" : std::string(result.error().name()) + " " + result.error().detail();
}

TEST(Profile, excludesEveryOtherKindEvenIfItHasAllTheClaims) {
    struct Kind {
        const char* name;
        Profile profile;
        std::string token;
    };
    const std::vector<Kind> kinds{
        {"plain", Profile::plain, issue(every_claim(), ecdsa())},
        {"access token", Profile::access_token, issue(every_claim(), ecdsa(), "at+jwt")},
        {"ID token", Profile::id_token, issue(id_token_claims(), ecdsa())},
        {"logout token", Profile::logout_token, issue(logout_claims(), ecdsa(), "logout+jwt")},
        {"logout token of the old type", Profile::logout_token, issue(logout_claims(), ecdsa(), "JWT")},
    };
    for (const Kind& kind : kinds)
        for (const Profile profile : {Profile::plain, Profile::access_token, Profile::id_token, Profile::logout_token})
            EXPECT_EQ(refusal(kind.token, for_profile(profile)) == accepted, kind.profile == profile)
                << kind.name << " against profile " << static_cast<int>(profile);
}

TEST(Profile, refusesTheTypesOfOthersWhateverTypeTheCallerAccepts) {
    struct Case {
        Profile profile;
        const char* type;
        std::optional<Error::Code> expected;
    };
    for (const auto& [profile, type, expected] : std::vector<Case>{
             {Profile::access_token, "at+jwt", accepted},
             {Profile::access_token, "application/AT+JWT", accepted},
             {Profile::access_token, "JWT", Error::wrong_type},
             {Profile::access_token, "logout+jwt", Error::wrong_type},
             {Profile::access_token, "dpop+jwt", Error::wrong_type},
             {Profile::id_token, "JWT", accepted},
             {Profile::id_token, "at+jwt", Error::wrong_type},
             {Profile::id_token, "logout+jwt", Error::wrong_type},
             {Profile::id_token, "dpop+jwt", Error::wrong_type},
             {Profile::logout_token, "logout+jwt", accepted},
             {Profile::logout_token, "JWT", accepted},
             {Profile::logout_token, "at+jwt", Error::wrong_type},
             {Profile::logout_token, "secevent+jwt", Error::wrong_type},
         }) {
        Requirements required = for_profile(profile);
        required.type = Type::any();
        const ClaimsBuilder builder = profile == Profile::logout_token ? logout_claims() : id_token_claims();
        EXPECT_EQ(refusal_of(builder, required, type), expected) << type << " " << static_cast<int>(profile);
    }
}

TEST(Profile, plainHasOnlyThePlainTypesAndNoClaimOfAnotherKind) {
    const Requirements required = for_profile(Profile::plain);
    for (const char* const type : {"at+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt"})
        EXPECT_EQ(refusal_of(every_claim(), required, type), Error::wrong_type) << type;
    for (const char* const name : {"events", "nonce", "at_hash", "c_hash"})
        EXPECT_EQ(refusal_of(every_claim().set_json(name, "{}"), required), Error::wrong_type) << name;
    EXPECT_EQ(detail_of(id_token_claims(), required), "wrong_type tokens of this kind have no nonce");
}

TEST(Profile, plainWithATypeOfItsOwnMayHaveEveryClaim) {
    Requirements required = for_profile(Profile::plain);
    required.type = Type::exactly("order+jwt");
    EXPECT_EQ(refusal_of(id_token_claims(), required, "order+jwt"), accepted);
    EXPECT_EQ(refusal_of(id_token_claims(), required, "JWT"), Error::wrong_type);
    required.type = Type::any();
    EXPECT_EQ(refusal_of(logout_claims(), required, "JWT"), accepted);
}

ClaimsBuilder without(std::string_view name, const char* audience = "c1") {
    ClaimsBuilder builder;
    if (name != "iss") builder.issuer("https://issuer.example");
    if (name != "aud") builder.audience(audience);
    if (name != "sub") builder.subject("u-1");
    if (name != "iat") builder.issued_at(now);
    if (name != "exp") builder.expires_at(now + Seconds(900));
    if (name != "jti") builder.id("t-1");
    if (name != "client_id") builder.set("client_id", "c1");
    return builder;
}

/// Not even the caller who asks for any issuer and any audience gets a token without.
Requirements without_expectations(Profile profile) {
    Requirements required = for_profile(profile);
    required.issuer = Issuer::any();
    required.audience = Audience::any();
    required.id_token.nonce.reset();
    return required;
}

TEST(AccessTokenProfile, demandsTheClaimsOfRfc9068) {
    const Requirements required = without_expectations(Profile::access_token);
    EXPECT_EQ(refusal_of(without("nothing"), required, "at+jwt"), accepted);
    for (const char* const name : {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"})
        EXPECT_EQ(refusal_of(without(name), required, "at+jwt"), Error::missing_claim) << name;
    EXPECT_EQ(refusal_of(without("").set("client_id", 1), required, "at+jwt"), Error::invalid_claim);
    for (const char* const name : {"sub", "client_id", "jti"})
        EXPECT_EQ(refusal_of(without(name).set(name, ""), required, "at+jwt"), Error::invalid_claim) << name;
}

TEST(IdTokenProfile, demandsTheClaimsOfOpenIdConnect) {
    const Requirements required = without_expectations(Profile::id_token);
    EXPECT_EQ(refusal_of(without("nothing"), required), accepted);
    EXPECT_EQ(refusal_of(without("jti"), required), accepted);
    for (const char* const name : {"iss", "exp", "aud", "sub", "iat"})
        EXPECT_EQ(refusal_of(without(name), required), Error::missing_claim) << name;
    EXPECT_EQ(refusal_of(without("nothing", "c2"), required), Error::wrong_audience);
    EXPECT_EQ(refusal_of(without("").set("auth_time", "yesterday"), required), Error::invalid_claim);
    EXPECT_EQ(refusal_of(without("").set_json("events", "{}"), required), Error::wrong_type);
}

TEST(IdTokenProfile, acceptsNoAudienceForAClientWithoutAName) {
    Requirements required = without_expectations(Profile::id_token);
    required.id_token.client_id.clear();
    EXPECT_EQ(refusal_of(without("nothing"), required), Error::wrong_audience);
}

TEST(IdTokenProfile, looksAtTheAuthorizedParty) {
    const Requirements required = without_expectations(Profile::id_token);
    const std::vector<std::string> both{"c1", "c2"};
    EXPECT_EQ(detail_of(without("azp").set("azp", "c1"), required), "accepted");
    EXPECT_EQ(detail_of(without("azp").set("azp", "c2"), required), "invalid_claim azp");
    EXPECT_EQ(detail_of(without("azp").set("azp", 1), required), "invalid_claim azp");
    EXPECT_EQ(detail_of(without("azp").audience(both), required), "missing_claim azp");
    EXPECT_EQ(detail_of(without("azp").audience(both).set("azp", "c1"), required), "accepted");
    EXPECT_EQ(detail_of(without("azp").audience(both).set("azp", "c2"), required), "invalid_claim azp");
    EXPECT_EQ(detail_of(without("azp").audience(std::vector<std::string>{"c1"}), required), "accepted");
}

TEST(IdTokenProfile, demandsTheNonceOfTheRequest) {
    const Requirements required = for_profile(Profile::id_token);
    EXPECT_EQ(detail_of(id_token_claims(), required), "accepted");
    EXPECT_EQ(detail_of(id_token_claims().set("nonce", "n-2"), required), "invalid_claim nonce");
    EXPECT_EQ(detail_of(id_token_claims().set("nonce", 1), required), "invalid_claim nonce");
    EXPECT_EQ(detail_of(every_claim(), required), "missing_claim nonce");
}

TEST(IdTokenProfile, demandsOneOfTheContextsThatWereAskedFor) {
    Requirements required = for_profile(Profile::id_token);
    required.id_token.acr_values = {"urn:mfa", "urn:hardware"};
    EXPECT_EQ(detail_of(id_token_claims().set("acr", "urn:hardware"), required), "accepted");
    EXPECT_EQ(detail_of(id_token_claims().set("acr", "0"), required), "invalid_claim acr");
    EXPECT_EQ(detail_of(id_token_claims().set("acr", 0), required), "invalid_claim acr");
    EXPECT_EQ(detail_of(id_token_claims(), required), "missing_claim acr");
}

TEST(IdTokenProfile, comparesTheHashesOfWhatCameAlong) {
    Requirements required = for_profile(Profile::id_token);
    required.id_token.access_token = "SlAV32hkKG";
    required.id_token.code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
    // The examples of OpenID Connect Core appendix A.4 and A.6.
    const auto builder = [] {
        return id_token_claims().set("at_hash", "rXH7QWVTZnXYCou_6Vdpfg").set("c_hash", "LDktKdoQak3Pk0cnXxCltA");
    };
    required.id_token.access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    EXPECT_EQ(detail_of(builder().set("at_hash", "77QmUPtjPfzWtF2AnpK9RQ"), required), "accepted");
    EXPECT_EQ(detail_of(builder(), required), "invalid_claim at_hash");
    EXPECT_EQ(detail_of(builder().set("at_hash", 7), required), "invalid_claim at_hash");
    required.id_token.access_token = "SlAV32hkKG";
    EXPECT_EQ(detail_of(builder(), required), "accepted");
    EXPECT_EQ(detail_of(builder().set("c_hash", ""), required), "invalid_claim c_hash");
    EXPECT_EQ(detail_of(id_token_claims(), required), "accepted");
}

TEST(LeftHalfHash, followsTheHashOfTheAlgorithm) {
    EXPECT_EQ(jose::left_half_hash(jose::Algorithm::RS256, "SlAV32hkKG"), "rXH7QWVTZnXYCou_6Vdpfg");
    EXPECT_EQ(jose::left_half_hash(jose::Algorithm::ES384, "SlAV32hkKG")->size(), 32U);
    EXPECT_EQ(jose::left_half_hash(jose::Algorithm::PS512, "SlAV32hkKG")->size(), 43U);
    EXPECT_EQ(jose::left_half_hash(jose::Algorithm::EdDSA, "SlAV32hkKG"),
              jose::left_half_hash(jose::Algorithm::PS512, "SlAV32hkKG"));
    EXPECT_EQ(jose::left_half_hash(jose::Algorithm::Ed448, "SlAV32hkKG"), std::nullopt);
}

TEST(LogoutTokenProfile, demandsTheClaimsOfBackChannelLogout) {
    const Requirements required = without_expectations(Profile::logout_token);
    const auto builder = [](std::string_view name) { return test::without(name).set_json("events", logout_events); };
    EXPECT_EQ(refusal_of(builder("nothing"), required), accepted);
    for (const char* const name : {"iss", "aud", "exp", "iat", "jti"})
        EXPECT_EQ(refusal_of(builder(name), required), Error::missing_claim) << name;
    EXPECT_EQ(detail_of(builder("sub"), required), "missing_claim sub or sid");
    EXPECT_EQ(detail_of(builder("sub").set("sid", "s-1"), required), "accepted");
    EXPECT_EQ(detail_of(builder("").set("sid", 1), required), "invalid_claim sid");
    EXPECT_EQ(detail_of(builder("").set("nonce", "n-1"), required), "invalid_claim nonce");
    EXPECT_EQ(detail_of(test::without(""), required), "missing_claim events");
}

TEST(LogoutTokenProfile, knowsTheLogoutEventOnly) {
    const Requirements required = for_profile(Profile::logout_token);
    constexpr const char* more = R"({"a":{},"http://schemas.openid.net/event/backchannel-logout":{"b":1}})";
    EXPECT_EQ(refusal_of(logout_claims().set_json("events", more), required), accepted);
    for (const char* const events :
         {"{}", "[]", "null", "true", R"("http://schemas.openid.net/event/backchannel-logout")",
          R"({"http://schemas.openid.net/event/backchannel-logout":true})",
          R"({"http://schemas.openid.net/event/backchannel-logou":{}})",
          R"(["http://schemas.openid.net/event/backchannel-logout"])"})
        EXPECT_EQ(refusal_of(logout_claims().set_json("events", events), required), Error::invalid_claim) << events;
}

TEST(AuthenticationAge, endsExactlyWhereTheCallerSays) {
    Requirements required = for_profile(Profile::id_token);
    required.max_authentication_age = Seconds(600);
    const auto at = [](std::int64_t from_now) { return id_token_claims().set("auth_time", now_seconds + from_now); };
    EXPECT_EQ(detail_of(at(-600), required), "accepted");
    EXPECT_EQ(detail_of(at(-601), required), "too_old auth_time");
    EXPECT_EQ(detail_of(at(0), required), "accepted");
    EXPECT_EQ(detail_of(at(1), required), "invalid_claim auth_time");
    EXPECT_EQ(detail_of(id_token_claims(), required), "missing_claim auth_time");
    EXPECT_EQ(detail_of(id_token_claims().set("auth_time", "1"), required), "invalid_claim auth_time");
    required.leeway = Seconds(5);
    EXPECT_EQ(detail_of(at(-605), required), "accepted");
    EXPECT_EQ(detail_of(at(-606), required), "too_old auth_time");
    EXPECT_EQ(detail_of(at(5), required), "accepted");
    required.max_authentication_age = Seconds::max();
    EXPECT_EQ(detail_of(at(-1'000'000'000), required), "accepted");
}

/// Counts how often it was asked.
class Counting final : public Revocations {
  public:
    bool is_revoked(const Claims& claims) const noexcept override { return ++asked, claims.subject() == "u-1"; }
    mutable int asked = 0;
};

TEST(Revocation, isAskedLastAboutATokenThatIsValidOtherwise) {
    const auto counting = std::make_shared<Counting>();
    Requirements required = for_profile(Profile::plain);
    required.revocations = counting;
    EXPECT_EQ(refusal_of(every_claim().expires_at(now), required), Error::expired);
    EXPECT_EQ(refusal(issue(every_claim(), *jose::generate_signing_key(jose::Algorithm::ES256, "ec")), required),
              Error::bad_signature);
    EXPECT_EQ(counting->asked, 0);
    EXPECT_EQ(refusal_of(every_claim(), required), Error::revoked);
    EXPECT_EQ(refusal_of(every_claim().subject("u-2"), required), accepted);
    EXPECT_EQ(counting->asked, 2);
}

TEST(RevokedIds, areThoseOfTheSet) {
    Requirements required = for_profile(Profile::plain);
    required.revocations = std::make_shared<RevokedIds>(std::unordered_set<std::string>{"t-1", ""});
    EXPECT_EQ(refusal_of(every_claim(), required), Error::revoked);
    EXPECT_EQ(refusal_of(every_claim().id("t-2"), required), accepted);
    EXPECT_EQ(refusal_of(test::without("jti"), required), accepted);
}

}  // namespace
}  // namespace watchword::jwt::test
