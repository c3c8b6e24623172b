#include <watchword/jose/jwk.hpp>

#include "jws_fixture.hpp"
#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr std::string_view unencoded = R"({"alg":"HS256","b64":false,"crit":["b64"]})";

TEST(JwsCompact, GivesThePayloadTheKeyAndTheHeader) {
    const std::string jws = compact(R"({"alg":"HS256","kid":"k","x":[1]})", encoded("text"));
    const auto verified = verify_jws(jws, our_keys(), hs256());
    ASSERT_TRUE(verified);
    EXPECT_EQ(as_text(verified->payload), "text");
    EXPECT_EQ(verified->algorithm, Algorithm::HS256);
    EXPECT_EQ(verified->kid, "k");
    EXPECT_EQ(verified->header.root().to_json(), R"({"alg":"HS256","kid":"k","x":[1]})");
}

TEST(JwsCompact, OfRfc7515AppendixA2Verifies) {
    const std::vector keys{import_verification_key(rfc::a2_key, {Algorithm::RS256, {}}).value()};
    const auto verified = verify_jws(rfc::a2_token, keys, {.algorithms = {Algorithm::RS256}});
    EXPECT_TRUE(outcome(verified).starts_with("{\"iss\":\"joe\"")) << outcome(verified);
    EXPECT_EQ(verified->kid, "");
}

TEST(JwsCompact, MayHaveAnEmptyPayload) {
    EXPECT_EQ(outcome(verify_jws(compact(R"({"alg":"HS256"})", ""), our_keys(), hs256())), "");
}

TEST(JwsCompact, IsRefusedWhenABitOfAnySegmentIsChanged) {
    const std::string jws = compact(R"({"alg":"HS256"})", encoded("text"));
    for (const std::size_t at : {jws.find('.') + 1, jws.rfind('.') + 1}) {
        std::string changed = jws;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_EQ(outcome(verify_jws(changed, our_keys(), hs256())), "error: bad_signature") << at;
    }
    EXPECT_EQ(outcome(verify_jws(std::string("ey") + jws.substr(2), our_keys(), hs256())), "text");
    EXPECT_EQ(outcome(verify_jws(std::string("fy") + jws.substr(2), our_keys(), hs256())), "error: malformed");
}

TEST(JwsCompact, HasThreeSegments) {
    const std::string jws = compact(R"({"alg":"HS256"})", encoded("text"));
    for (const std::string& text : {std::string(), jws.substr(0, jws.rfind('.')), jws + ".", jws + ".AAAA",
                                    jws.substr(jws.find('.')), std::string("..")})
        EXPECT_EQ(outcome(verify_jws(text, our_keys(), hs256())), "error: malformed") << text;
}

TEST(JwsCompact, WithoutASignatureIsRefused) {
    const std::string jws = compact(R"({"alg":"HS256"})", encoded("text"));
    EXPECT_EQ(outcome(verify_jws(jws.substr(0, jws.rfind('.') + 1), our_keys(), hs256())), "error: bad_signature");
}

TEST(JwsCompact, SaysNothingOfItsPayloadBeforeTheSignatureIsGenuine) {
    const std::string broken_payload = compact(R"({"alg":"HS256"})", "A");
    EXPECT_EQ(outcome(verify_jws(broken_payload, our_keys(), hs256())), "error: malformed");
    EXPECT_EQ(outcome(verify_jws(compact(R"({"alg":"HS256"})", "A", foreign_key()), our_keys(), hs256())),
              "error: bad_signature");
    EXPECT_EQ(outcome(verify_jws(compact(unencoded, "\t", foreign_key()), our_keys(), hs256())),
              "error: bad_signature");
}

TEST(JwsCompact, AcceptsOnlyAlgorithmsThatAreNamed) {
    const std::string jws = compact(R"({"alg":"HS256"})", encoded("text"));
    EXPECT_EQ(outcome(verify_jws(jws, our_keys(), {.algorithms = AlgorithmSet::none()})),
              "error: algorithm_not_allowed");
    EXPECT_EQ(outcome(verify_jws(jws, our_keys(), {.algorithms = {Algorithm::HS384, Algorithm::ES256}})),
              "error: algorithm_not_allowed");
}

TEST(JwsCompact, IsReadUpToTheLimitOfBytes) {
    const std::string jws = compact(R"({"alg":"HS256"})", encoded("text"));
    JwsRequirements required = hs256();
    required.max_bytes = jws.size();
    EXPECT_EQ(outcome(verify_jws(jws, our_keys(), required)), "text");
    --required.max_bytes;
    EXPECT_EQ(outcome(verify_jws(jws, our_keys(), required)), "error: too_large");
}

TEST(JwsCompact, CarriesAnUnencodedPayloadOfPrintableAscii) {
    // RFC 7797 section 5.2: %x20-2D and %x2F-7E.
    for (const std::string_view payload : {"$02", "a b", "~ -/", ""})
        EXPECT_EQ(outcome(verify_jws(compact(unencoded, payload), our_keys(), hs256())), payload);
    for (const std::string_view payload : {"\x1f", "\x7f", "a\n", "\xe2\x82\xac", "$.02"})
        EXPECT_EQ(outcome(verify_jws(compact(unencoded, payload), our_keys(), hs256())), "error: malformed") << payload;
}

TEST(JwsCompact, DoesNotTakeAnUnencodedPayloadForAnEncodedOne) {
    const std::string jws = compact(unencoded, encoded("text"));
    EXPECT_EQ(outcome(verify_jws(jws, our_keys(), hs256())), encoded("text"));
}

TEST(JwsCompact, IsNotTheJsonSerialization) {
    const std::string json = flattened(encoded("text"), members(R"({"alg":"HS256"})", "", encoded("text")));
    EXPECT_EQ(outcome(verify_jws(json, our_keys(), hs256())), "error: malformed");
    const std::string jws = compact(R"({"alg":"HS256"})", encoded("text"));
    EXPECT_EQ(outcome(verify_jws_json(jws, our_keys(), hs256())), "error: malformed");
}

}  // namespace
}  // namespace watchword::jose
