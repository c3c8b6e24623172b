#include <watchword/jose/jwk.hpp>

#include "jws_fixture.hpp"
#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr std::string_view hs = R"({"alg":"HS256"})";
constexpr std::string_view unencoded = R"({"alg":"HS256","b64":false,"crit":["b64"]})";

std::string verify(std::string_view jws, std::string_view payload, JwsRequirements required = hs256()) {
    return outcome(verify_detached_jws(jws, as_bytes(payload), our_keys(), required));
}

std::string without_payload(std::string_view header, std::string_view payload, const SigningKey& key = our_key()) {
    return encoded(header) + ".." + signature_of(encoded(header), payload, key);
}

TEST(JwsDetached, CompactIsGenuineForItsPayloadOnly) {
    const std::string jws = without_payload(hs, encoded("text"));
    EXPECT_EQ(verify(jws, "text"), "text");
    EXPECT_EQ(verify(jws, "Text"), "error: bad_signature");
    EXPECT_EQ(verify(jws, ""), "error: bad_signature");
    EXPECT_EQ(verify(without_payload(hs, encoded("text"), foreign_key()), "text"), "error: bad_signature");
}

TEST(JwsDetached, UnencodedTakesThePayloadAsItStands) {
    using namespace std::string_view_literals;
    for (const std::string_view payload : {"$.02"sv, "\0\xff.\n"sv, ""sv})
        EXPECT_EQ(verify(without_payload(unencoded, payload), payload), payload);
    EXPECT_EQ(verify(without_payload(unencoded, "text"), encoded("text")), "error: bad_signature");
    EXPECT_EQ(verify(without_payload(unencoded, encoded("text")), "text"), "error: bad_signature");
}

TEST(JwsDetached, JsonIsGenuineForItsPayloadOnly) {
    const std::string jws = std::string("{") + members(hs, R"({"kid":"k"})", encoded("text")) + "}";
    EXPECT_EQ(verify(jws, "text"), "text");
    EXPECT_EQ(verify(jws, "Text"), "error: bad_signature");
    EXPECT_EQ(verify(std::string("\r\n\t ") + jws, "text"), "text");
    EXPECT_EQ(verify(std::string(R"({"signatures":[)") + jws + "," + jws + "]}", "text"), "text");
    EXPECT_EQ(verify(std::string("{") + members(unencoded, "", "\xff") + "}", "\xff"), "\xff");
}

TEST(JwsDetached, CarriesNoPayload) {
    EXPECT_EQ(verify(compact(hs, encoded("text")), "text"), "error: malformed");
    EXPECT_EQ(verify(flattened(encoded("text"), members(hs, "", encoded("text"))), "text"), "error: malformed");
    EXPECT_EQ(verify(flattened("", members(hs, "", "")), ""), "error: malformed");
    EXPECT_EQ(outcome(verify_jws(without_payload(hs, encoded("text")), our_keys(), hs256())), "error: bad_signature");
    EXPECT_EQ(outcome(verify_jws_json(std::string("{") + members(hs, "", encoded("text")) + "}", our_keys(), hs256())),
              "error: malformed");
}

TEST(JwsDetached, IsJudgedByTheSameRulesOfTheHeader) {
    EXPECT_EQ(verify(without_payload(R"({"alg":"HS256","b64":false})", "text"), "text"), "error: malformed");
    EXPECT_EQ(verify(without_payload(R"({"alg":"HS256","x":1,"crit":["x"]})", encoded("text")), "text"),
              "error: unsupported_critical");
    EXPECT_EQ(verify(without_payload(R"({"alg":"none"})", encoded("text")), "text"), "error: algorithm_not_allowed");
    EXPECT_EQ(verify("", "text"), "error: malformed");
    EXPECT_EQ(verify("{", "text"), "error: malformed");
}

TEST(JwsDetached, IsReadUpToTheLimitOfBytesWhateverThePayload) {
    const std::string payload(2000, 'a');
    for (const std::string& jws :
         {without_payload(hs, encoded(payload)), std::string("{") + members(hs, "", encoded(payload)) + "}"}) {
        JwsRequirements required = hs256();
        required.max_bytes = jws.size();
        EXPECT_EQ(verify(jws, payload, required), payload);
        --required.max_bytes;
        EXPECT_EQ(verify(jws, payload, required), "error: too_large");
    }
}

TEST(JwsDetached, OfRfc7797Section42Verifies) {
    const std::vector keys{import_verification_key(rfc::a1_key, {{}, Algorithm::HS256}).value()};
    const std::string_view jws =
        "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY";
    EXPECT_EQ(outcome(verify_detached_jws(jws, as_bytes("$.02"), keys, hs256())), "$.02");
    const std::string_view json =
        R"({"protected":"eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19","payload":"$.02",)"
        R"("signature":"A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"})";
    EXPECT_EQ(outcome(verify_jws_json(json, keys, hs256())), "$.02");
}

}  // namespace
}  // namespace watchword::jose
