#include "jws_fixture.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr std::string_view hs = R"({"alg":"HS256"})";
constexpr std::string_view unencoded = R"({"alg":"HS256","b64":false,"crit":["b64"]})";
constexpr auto all = JwsRequirements::Signatures::all;
const std::string text = encoded("text");

std::string verify(std::string_view jws, JwsRequirements required = hs256()) {
    return outcome(verify_jws_json(jws, our_keys(), required));
}

TEST(JwsJson, FlattenedGivesWhatWasSigned) {
    const auto verified =
        verify_jws_json(flattened(text, members(hs, R"({"kid":"k","x":1})", text)), our_keys(), hs256());
    ASSERT_TRUE(verified);
    EXPECT_EQ(as_text(verified->payload), "text");
    EXPECT_EQ(verified->algorithm, Algorithm::HS256);
    EXPECT_EQ(verified->kid, "k");
    // What is not protected is nobody's word.
    EXPECT_EQ(verified->header.root().to_json(), hs);
}

TEST(JwsJson, MayHaveItsWholeHeaderUnprotected) {
    // RFC 7520 section 4.7.
    const auto verified =
        verify_jws_json(flattened(text, members("", R"({"alg":"HS256","kid":"k"})", text)), our_keys(), hs256());
    ASSERT_TRUE(verified);
    EXPECT_EQ(as_text(verified->payload), "text");
    EXPECT_EQ(verified->header.root().to_json(), "{}");
}

TEST(JwsJson, MayHaveMembersThatAreNotUnderstood) {
    std::string jws = flattened(text, members(hs, "", text));
    EXPECT_EQ(verify(jws.insert(1, R"("x":{"payload":"y"},)")), "text");
}

TEST(JwsJson, MayHaveItsSignaturesOverAnEmptyPayload) {
    EXPECT_EQ(verify(flattened("", members(hs, "", ""))), "");
}

struct Case {
    std::string_view name;
    std::string jws;
    std::string_view outcome;
};

class JwsJsonRule : public testing::TestWithParam<Case> {};

TEST_P(JwsJsonRule, Decides) {
    EXPECT_EQ(verify(GetParam().jws), GetParam().outcome) << GetParam().jws;
}

const std::string genuine = members(hs, "", text);
constexpr std::string_view malformed = "error: malformed";
constexpr std::string_view critical = "error: unsupported_critical";

INSTANTIATE_TEST_SUITE_P(
    Jws, JwsJsonRule,
    testing::Values(
        Case{"General", general(text, {genuine}), "text"},
        Case{"AnEmptyUnprotectedHeader", flattened(text, members(hs, "{}", text)), "text"},
        Case{"NoPayload", std::string("{") + genuine + "}", malformed},
        Case{"PayloadANumber", std::string(R"({"payload":1,)") + genuine + "}", malformed},
        Case{"PayloadNotBase64url", flattened("A", members(hs, "", "A")), malformed},
        Case{"PayloadTwice", flattened(text, genuine).insert(1, R"("payload":"AAAA",)"), malformed},
        Case{"NoSignature", std::string(R"({"payload":")") + text + R"(","header":{"alg":"HS256"}})", malformed},
        Case{"SignatureANumber", R"({"payload":"","header":{"alg":"HS256"},"signature":1})", malformed},
        Case{"SignatureEmpty", R"({"payload":"","header":{"alg":"HS256"},"signature":""})", "error: bad_signature"},
        Case{"SignatureNotBase64url", R"({"payload":"","header":{"alg":"HS256"},"signature":"="})", malformed},
        Case{"NoHeader", R"({"payload":"","signature":"AAAA"})", malformed},
        Case{"ProtectedEmpty", R"({"payload":"","protected":"","header":{"alg":"HS256"},"signature":""})", malformed},
        Case{"ProtectedAnObject", R"({"payload":"","protected":{"alg":"HS256"},"signature":"AAAA"})", malformed},
        Case{"HeaderAText", R"({"payload":"","header":"eyJhbGciOiJIUzI1NiJ9","signature":"AAAA"})", malformed},
        Case{"HeaderNull", R"({"payload":"","header":null,"signature":"AAAA"})", malformed},
        Case{"BothNameAlg", flattened(text, members(hs, R"({"alg":"HS256"})", text)), malformed},
        Case{"BothNameX", flattened(text, members(R"({"alg":"HS256","x":1})", R"({"x":1})", text)), malformed},
        Case{"BothNameXByEscape", flattened(text, members(R"({"alg":"HS256","x":1})", R"({"\u0078":1})", text)),
             malformed},
        Case{"CritUnprotected", flattened(text, members(hs, R"({"crit":["b64"],"b64":true})", text)), critical},
        Case{"CritUnprotectedOfProtected",
             flattened(text, members(R"({"alg":"HS256","b64":true})", R"({"crit":["b64"]})", text)), critical},
        Case{"CritOfUnprotected",
             flattened(text, members(R"({"alg":"HS256","crit":["b64"]})", R"({"b64":true})", text)), critical},
        Case{"B64Unprotected", flattened(text, members(hs, R"({"b64":true})", text)), critical},
        Case{"MixedWithSignature", general(text, {genuine}).insert(1, R"("signature":"AAAA",)"), malformed},
        Case{"MixedWithProtected", general(text, {genuine}).insert(1, R"("protected":"e30",)"), malformed},
        Case{"MixedWithHeader", general(text, {genuine}).insert(1, R"("header":{},)"), malformed},
        Case{"SignaturesEmpty", general(text, {}), malformed},
        Case{"SignaturesAnObject", R"({"payload":"","signatures":{}})", malformed},
        Case{"SignaturesOfTexts", R"({"payload":"","signatures":["AAAA"]})", malformed},
        Case{"OneSignatureMalformed", general(text, {genuine, R"("signature":"AAAA")"}), malformed},
        Case{"DisagreeingOnB64", general(text, {genuine, members(unencoded, "", text)}), malformed},
        Case{"AgreeingOnB64", general("$.02", {members(unencoded, "", "$.02"), members(unencoded, "{}", "$.02")}),
             "$.02"},
        Case{"UnencodedUnicode", flattened("\xe2\x82\xac.", members(unencoded, "", "\xe2\x82\xac.")), "\xe2\x82\xac."},
        Case{"UnencodedByEscape", flattened("\\u20ac.", members(unencoded, "", "\xe2\x82\xac.")), "\xe2\x82\xac."},
        Case{"AnArray", std::string("[") + flattened(text, genuine) + "]", malformed},
        Case{"TrailingText", flattened(text, genuine) + "x", malformed}, Case{"Empty", "", malformed}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(JwsJson, OfSeveralSignaturesOneIsEnoughUnlessAllAreWanted) {
    const std::string foreign = members(hs, R"({"kid":"foreign"})", text, foreign_key());
    const std::string other = R"("header":{"alg":"ES256"},"signature":"AAAA")";
    const std::string demanding =
        std::string(R"("protected":")") + encoded(R"({"alg":"HS256","x":1,"crit":["x"]})") + R"(","signature":"")";
    for (const auto& [besides, error] : {std::pair{foreign, "error: unknown_key"},
                                         {other, "error: algorithm_not_allowed"},
                                         {demanding, "error: unsupported_critical"}}) {
        for (const std::string& jws : {general(text, {besides, genuine}), general(text, {genuine, besides})}) {
            EXPECT_EQ(verify(jws), "text") << jws;
            EXPECT_EQ(verify(jws, hs256(all)), error) << jws;
        }
        EXPECT_EQ(verify(general(text, {besides})), error);
    }
}

TEST(JwsJson, ABadSignatureIsNotMendedByOneThatIsNotForUs) {
    const std::string bad = members(hs, "", encoded("else"));
    const std::string foreign = members(hs, R"({"kid":"foreign"})", text, foreign_key());
    EXPECT_EQ(verify(general(text, {foreign, bad})), "error: bad_signature");
    EXPECT_EQ(verify(general(text, {bad, foreign})), "error: bad_signature");
    EXPECT_EQ(verify(general(text, {bad, genuine})), "text");
    EXPECT_EQ(verify(general(text, {bad, genuine}), hs256(all)), "error: bad_signature");
}

TEST(JwsJson, TellsWhichSignatureWasGenuine) {
    const std::string foreign = members(hs, R"({"kid":"foreign"})", text, foreign_key());
    const auto verified =
        verify_jws_json(general(text, {foreign, members(hs, R"({"kid":"k"})", text)}), our_keys(), hs256());
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->kid, "k");
}

TEST(JwsJson, AllSignaturesAreGenuineOfAllKeys) {
    const std::vector keys{our_key().verification_key(), foreign_key().verification_key()};
    const std::string jws =
        general(text, {members(hs, R"({"kid":"k"})", text), members(hs, R"({"kid":"foreign"})", text, foreign_key())});
    EXPECT_EQ(outcome(verify_jws_json(jws, keys, hs256(all))), "text");
    // Without a kid two keys are candidates, and two candidates are none.
    EXPECT_EQ(outcome(verify_jws_json(general(text, {genuine}), keys, hs256())), "error: unknown_key");
}

TEST(JwsJson, SaysNothingOfItsPayloadBeforeASignatureIsGenuine) {
    EXPECT_EQ(verify(flattened("A", members(hs, "", "A", foreign_key()))), "error: bad_signature");
}

TEST(JwsJson, HasAsManySignaturesAsTheLimitSays) {
    JwsRequirements required = hs256();
    required.max_signatures = 2;
    EXPECT_EQ(verify(general(text, {genuine, genuine}), required), "text");
    EXPECT_EQ(verify(general(text, {genuine, genuine, genuine}), required), "error: too_large");
}

TEST(JwsJson, IsReadUpToTheLimitOfBytes) {
    const std::string jws = flattened(text, genuine);
    JwsRequirements required = hs256();
    required.max_bytes = jws.size();
    EXPECT_EQ(verify(jws, required), "text");
    --required.max_bytes;
    EXPECT_EQ(verify(jws, required), "error: too_large");
}

TEST(JwsJson, AnUnencodedPayloadMustBeCritical) {
    EXPECT_EQ(verify(flattened("$.02", members(unencoded, "", "$.02"))), "$.02");
    EXPECT_EQ(verify(flattened("$.02", members(R"({"alg":"HS256","b64":false})", "", "$.02"))), "error: malformed");
}

TEST(JwsJson, ReadsHeadersOfThousandsOfMembers) {
    std::string many = R"({"kid":"k")";
    for (int i = 0; i < 50'000; ++i)
        many.append(",\"").append(std::to_string(i)).append("\":0");
    many += '}';
    EXPECT_EQ(verify(flattened(text, members(hs, many, text))), "text");
    EXPECT_EQ(verify(flattened(text, members(R"({"alg":"HS256","49999":0})", many, text))), "error: malformed");
}

}  // namespace
}  // namespace watchword::jose
