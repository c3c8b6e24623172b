// The rules of the header, each with a genuine signature, in the compact serialization.
#include "jws_fixture.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

struct Case {
    std::string_view name;
    std::string_view header;
    std::string_view outcome;
};

class JwsHeaderRule : public testing::TestWithParam<Case> {};

TEST_P(JwsHeaderRule, DecidesAboutAGenuineSignature) {
    const std::string jws = compact(GetParam().header, encoded("text"));
    EXPECT_EQ(outcome(verify_jws(jws, our_keys(), hs256())), GetParam().outcome) << GetParam().header;
}

TEST_P(JwsHeaderRule, IsTheSameForAProtectedHeaderInJson) {
    const std::string jws = flattened(encoded("text"), members(GetParam().header, "", encoded("text")));
    EXPECT_EQ(outcome(verify_jws_json(jws, our_keys(), hs256())), GetParam().outcome) << GetParam().header;
}

constexpr std::string_view accepted = "text";
constexpr std::string_view malformed = "error: malformed";
constexpr std::string_view critical = "error: unsupported_critical";

INSTANTIATE_TEST_SUITE_P(
    Jws, JwsHeaderRule,
    testing::Values(Case{"AlgAlone", R"({"alg":"HS256"})", accepted},
                    Case{"Kid", R"({"alg":"HS256","kid":"k"})", accepted},
                    Case{"WhiteSpace", "{\r\n \"alg\" : \"HS256\" }", accepted},
                    Case{"UnknownMember", R"({"alg":"HS256","CRIT":["x"]})", accepted},
                    Case{"KeysInIt", R"({"alg":"HS256","jku":"https://a","jwk":7,"x5u":"","x5c":{}})", accepted},
                    Case{"NoAlg", R"({"kid":"k"})", malformed}, Case{"AlgANumber", R"({"alg":256})", malformed},
                    Case{"KidANumber", R"({"alg":"HS256","kid":1})", malformed},
                    Case{"TypNull", R"({"alg":"HS256","typ":null})", malformed},
                    Case{"AlgTwice", R"({"alg":"HS256","alg":"HS256"})", malformed},
                    Case{"AlgTwiceByEscape", R"({"alg":"HS256","\u0061lg":"HS256"})", malformed},
                    Case{"AnArray", R"(["HS256"])", malformed},
                    Case{"None", R"({"alg":"none"})", "error: algorithm_not_allowed"},
                    Case{"OtherAlg", R"({"alg":"HS384"})", "error: algorithm_not_allowed"},
                    Case{"LowerCaseAlg", R"({"alg":"hs256"})", "error: algorithm_not_allowed"},
                    Case{"OtherKid", R"({"alg":"HS256","kid":"K"})", "error: unknown_key"},
                    Case{"EmptyKid", R"({"alg":"HS256","kid":""})", "error: unknown_key"},
                    Case{"CritB64", R"({"alg":"HS256","b64":true,"crit":["b64"]})", accepted},
                    Case{"CritB64ByEscape", R"({"alg":"HS256","b64":true,"crit":["\u0062\u0036\u0034"]})", accepted},
                    Case{"CritB64Absent", R"({"alg":"HS256","crit":["b64"]})", critical},
                    Case{"CritEmpty", R"({"alg":"HS256","crit":[]})", critical},
                    Case{"CritNull", R"({"alg":"HS256","crit":null})", critical},
                    Case{"CritText", R"({"alg":"HS256","b64":true,"crit":"b64"})", critical},
                    Case{"CritObject", R"({"alg":"HS256","b64":true,"crit":{"b64":true}})", critical},
                    Case{"CritNested", R"({"alg":"HS256","b64":true,"crit":[["b64"]]})", critical},
                    Case{"CritTwice", R"({"alg":"HS256","b64":true,"crit":["b64","b64"]})", critical},
                    Case{"CritRegistered", R"({"alg":"HS256","b64":true,"crit":["b64","alg"]})", critical},
                    Case{"CritUnknown", R"({"alg":"HS256","b64":true,"x":1,"crit":["b64","x"]})", critical},
                    Case{"CritOneUnknown", R"({"alg":"HS256","x":1,"crit":["x"]})", critical},
                    Case{"B64TrueAlone", R"({"alg":"HS256","b64":true})", accepted},
                    Case{"B64FalseAlone", R"({"alg":"HS256","b64":false})", malformed},
                    Case{"B64FalseCritEmpty", R"({"alg":"HS256","b64":false,"crit":[]})", critical},
                    Case{"B64Text", R"({"alg":"HS256","b64":"false","crit":["b64"]})", malformed},
                    Case{"B64Zero", R"({"alg":"HS256","b64":0,"crit":["b64"]})", malformed},
                    Case{"B64Null", R"({"alg":"HS256","b64":null,"crit":["b64"]})", malformed},
                    // RFC 7797 section 3: the payload is what stands there.
                    Case{"B64False", R"({"alg":"HS256","b64":false,"crit":["b64"]})", "dGV4dA"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace watchword::jose
