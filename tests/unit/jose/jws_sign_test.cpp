#include "jws_fixture.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr auto unencoded = PayloadEncoding::unencoded;
constexpr auto all = JwsRequirements::Signatures::all;

std::string header_of(const Result<std::string>& compact) {
    const Bytes json = decode_base64url(compact.value().substr(0, compact->find('.'))).value();
    return std::string(as_text(json));
}

std::string error_of(const Result<std::string>& signed_text) {
    return signed_text ? "signed" : std::string(signed_text.error().name());
}

TEST(JwsSign, WritesTheHeaderInAFixedOrder) {
    const JwsHeader header{.type = "JOSE", .content_type = "text/plain", .more_json = R"({ "iss" : "me", "n": 1.5 })"};
    EXPECT_EQ(header_of(sign_jws(as_bytes("text"), our_key(), header)),
              R"({"alg":"HS256","typ":"JOSE","cty":"text/plain","kid":"k","iss":"me","n":1.5})");
    EXPECT_EQ(header_of(sign_jws(as_bytes("text"), our_key())), R"({"alg":"HS256","kid":"k"})");
    EXPECT_EQ(header_of(sign_jws(as_bytes("text"), our_key(), {.more_json = "{}"})), R"({"alg":"HS256","kid":"k"})");
    EXPECT_EQ(header_of(sign_detached_jws(as_bytes("text"), our_key(), {}, unencoded)),
              R"({"alg":"HS256","kid":"k","b64":false,"crit":["b64"]})");
}

TEST(JwsSign, DoesNotRepeatANameOrTakeOneThatIsNotTheCallers) {
    for (const std::string_view name : {"alg", "kid", "typ", "cty", "crit", "b64", "\\u0061lg"}) {
        const std::string member = std::string("{\"").append(name).append("\":\"x\"}");
        EXPECT_EQ(error_of(sign_jws(as_bytes("text"), our_key(), {.more_json = member})), "malformed") << name;
    }
    for (const std::string_view json : {"[]", "{", R"({"a":1,"a":2})", "x"})
        EXPECT_EQ(error_of(sign_jws(as_bytes("text"), our_key(), {.more_json = std::string(json)})), "malformed");
    EXPECT_EQ(error_of(sign_jws(as_bytes("text"), our_key(), {.type = "\xff"})), "malformed");
    EXPECT_EQ(error_of(sign_jws(as_bytes("text"), our_key(), {.type = std::string(70'000, 'a')})), "too_large");
}

class JwsRoundTrip : public testing::TestWithParam<Algorithm> {};

TEST_P(JwsRoundTrip, WhatIsSignedVerifiesInEverySerialization) {
    const SigningKey key = sample_key(GetParam(), "a");
    const std::vector keys{key.verification_key()};
    const JwsRequirements required{.algorithms = {GetParam()}};
    const ByteView payload = as_bytes("$.02");
    EXPECT_EQ(outcome(verify_jws(sign_jws(payload, key).value(), keys, required)), "$.02");
    for (const PayloadEncoding encoding : {PayloadEncoding::base64url, unencoded}) {
        const std::string detached = sign_detached_jws(payload, key, {}, encoding).value();
        EXPECT_EQ(outcome(verify_detached_jws(detached, payload, keys, required)), "$.02");
        const std::string json = sign_jws_flattened(payload, {key, {}, R"({"x":1})"}, encoding).value();
        EXPECT_EQ(outcome(verify_jws_json(json, keys, required)), "$.02") << json;
    }
}

INSTANTIATE_TEST_SUITE_P(Jws, JwsRoundTrip,
                         testing::Values(Algorithm::RS256, Algorithm::PS384, Algorithm::ES256, Algorithm::ES512,
                                         Algorithm::EdDSA));

TEST(JwsSign, LeavesTheUnprotectedHeaderOutWhenItIsEmpty) {
    for (const std::string_view unprotected : {"", "{}", "{ }"}) {
        const auto jws = sign_jws_flattened(as_bytes("text"), {our_key(), {}, std::string(unprotected)});
        EXPECT_EQ(jws.value().find("\"header\""), std::string::npos) << *jws;
    }
    const auto jws = sign_jws_flattened(as_bytes("text"), {our_key(), {}, R"({ "x": [1] })"});
    EXPECT_NE(jws.value().find(R"(,"header":{"x":[1]},)"), std::string::npos) << *jws;
}

TEST(JwsSign, WritesNoUnprotectedHeaderThatNobodyWouldRead) {
    for (const std::string_view unprotected : {R"({"alg":"HS256"})", R"({"kid":"k"})", R"({"iss":"me"})",
                                               R"({"crit":["b64"]})", R"({"b64":true})", R"({"typ":1})", "7"}) {
        const JwsSigner signer{our_key(), {.more_json = R"({"iss":"me"})"}, std::string(unprotected)};
        EXPECT_EQ(error_of(sign_jws_flattened(as_bytes("text"), signer)), "malformed") << unprotected;
        EXPECT_EQ(error_of(sign_jws_general(as_bytes("text"), {signer})), "malformed") << unprotected;
    }
}

TEST(JwsSign, DoesNotSignWhatNestsTooDeeplyToBeRead) {
    // A document may be 16 deep; the unprotected header is two deep in a flattened JWS, four in a general one.
    const auto nested = [](std::size_t depth) {
        return std::string(R"({"x":)") + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_EQ(error_of(sign_jws_flattened(as_bytes("text"), {our_key(), {}, nested(15)})), "signed");
    EXPECT_EQ(error_of(sign_jws_flattened(as_bytes("text"), {our_key(), {}, nested(16)})), "too_large");
    EXPECT_EQ(error_of(sign_jws_general(as_bytes("text"), {{our_key(), {}, nested(13)}})), "signed");
    EXPECT_EQ(error_of(sign_jws_general(as_bytes("text"), {{our_key(), {}, nested(14)}})), "too_large");
}

TEST(JwsSign, PutsAnUnencodedPayloadIntoJsonIfItIsUtf8) {
    using namespace std::string_view_literals;
    for (const std::string_view payload : {"\xe2\x82\xac \"quoted\" \\ \n\x01\x7f"sv, "\0"sv, ""sv}) {
        const auto jws = sign_jws_flattened(as_bytes(payload), {our_key()}, unencoded);
        EXPECT_EQ(outcome(verify_jws_json(jws.value(), our_keys(), hs256())), payload);
    }
    for (const std::string_view payload : {"\xff"sv, "\xed\xa0\x80"sv, "\xc0\x80"sv})
        EXPECT_EQ(error_of(sign_jws_flattened(as_bytes(payload), {our_key()}, unencoded)), "malformed");
}

TEST(JwsSign, LetsSeveralSign) {
    const SigningKey es = sample_key(Algorithm::ES256, "es");
    const std::string jws =
        sign_jws_general(as_bytes("text"), {{our_key()}, {es, {.type = "JOSE"}, R"({"x":1})"}}).value();
    const std::vector keys{our_key().verification_key(), es.verification_key()};
    EXPECT_EQ(
        outcome(verify_jws_json(jws, keys, {.algorithms = {Algorithm::HS256, Algorithm::ES256}, .signatures = all})),
        "text");
    EXPECT_EQ(outcome(verify_jws_json(jws, our_keys(), hs256())), "text");
    EXPECT_EQ(outcome(verify_jws_json(jws, our_keys(), hs256(all))), "error: algorithm_not_allowed");
    EXPECT_EQ(error_of(sign_jws_general(as_bytes("text"), {})), "malformed");
}

TEST(JwsSign, TakesPayloadsOfAnyBytesAndSize) {
    std::string payload(300'000, '\0');
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<char>(i * 7);
    EXPECT_EQ(outcome(verify_jws(sign_jws(as_bytes(payload), our_key()).value(), our_keys(), hs256())), payload);
    const std::string json = sign_jws_general(as_bytes(payload), {{our_key()}}).value();
    EXPECT_EQ(outcome(verify_jws_json(json, our_keys(), hs256())), payload);
}

}  // namespace
}  // namespace watchword::jose
