#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>

#include "bad_keys.hpp"
#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr JwkDefaults assumed{Algorithm::RS256, Algorithm::HS256};

std::string imported(std::string_view jwk, const JwkDefaults& defaults = assumed) {
    const auto key = import_verification_key(jwk, defaults);
    return key ? std::string(name(key->algorithm())) : std::string(key.error().name());
}

std::string imported_to_sign(std::string_view jwk) {
    const auto key = import_signing_key(jwk, assumed);
    return key ? std::string(name(key->algorithm())) : std::string(key.error().name());
}

/// The text with `from` replaced by `to`, once.
std::string changed(std::string_view text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string_view::npos) << from;
    return std::string(text.substr(0, at)) + std::string(to) + std::string(text.substr(at + from.size()));
}

/// With one member more.
std::string with(std::string_view jwk, std::string_view member) {
    return std::string("{").append(member).append(",").append(jwk.substr(1));
}

constexpr std::string_view x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";  // RFC 7515 A.3
constexpr std::string_view y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view d = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

std::string ec(std::string_view x_, std::string_view y_, std::string_view curve = "P-256") {
    return R"({"kty":"EC","crv":")" + std::string(curve) + R"(","x":")" + std::string(x_) + R"(","y":")" +
           std::string(y_) + R"("})";
}

TEST(JwkImport, TheCurveNamesTheAlgorithm) {
    EXPECT_EQ(imported(rfc::a3_key), "ES256");
    EXPECT_EQ(imported(rfc::a4_key), "ES512");
    EXPECT_EQ(imported(rfc::ed25519_key), "EdDSA");
}

TEST(JwkImport, RsaAndOctTakeAlgOrWhatIsAssumedAndNothingElse) {
    EXPECT_EQ(imported(rfc::a2_key), "RS256");
    EXPECT_EQ(imported(rfc::a2_key, {Algorithm::PS512, {}}), "PS512");
    EXPECT_EQ(imported(rfc::a2_key, {}), "unsupported_algorithm");
    EXPECT_EQ(imported(rfc::a2_key, {Algorithm::ES256, {}}), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a2_key, R"("alg":"PS384")")), "PS384");
    EXPECT_EQ(imported(rfc::a1_key, {}), "unsupported_algorithm");
    EXPECT_EQ(imported(with(rfc::a1_key, R"("alg":"HS512")")), "HS512");
}

TEST(JwkImport, AlgMustBeKnownAndFitTheKey) {
    EXPECT_EQ(imported(with(rfc::a3_key, R"("alg":"ES384")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("alg":"HS256")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("alg":"ES256K")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("alg":"EdDSA")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a2_key, R"("alg":"HS256")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a1_key, R"("alg":"RS256")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a2_key, R"("alg":"none")")), "unsupported_algorithm");
    EXPECT_EQ(imported(with(rfc::a2_key, R"("alg":"RSA-OAEP")")), "unsupported_algorithm");
    EXPECT_EQ(imported(with(rfc::a2_key, R"("alg":7)")), "invalid_key");
}

TEST(JwkImport, HonoursUseAndOperations) {
    EXPECT_EQ(imported(with(rfc::a3_key, R"("use":"sig")")), "ES256");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("use":"enc")")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("use":1)")), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":["verify"])")), "ES256");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":["sign","verify"])")), "ES256");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":["sign"])")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":[])")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("use":"sig","key_ops":["encrypt"])")), "key_not_usable");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":["verify","verify"])")), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":"verify")")), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("key_ops":[1])")), "invalid_key");
    EXPECT_EQ(imported_to_sign(with(rfc::a3_key, R"("key_ops":["sign"])")), "ES256");
    EXPECT_EQ(imported_to_sign(with(rfc::a3_key, R"("key_ops":["verify"])")), "key_not_usable");
}

TEST(JwkImport, RefusesWhatIsNoKey) {
    for (const std::string_view text :
         {"", "{}", "[]", "null", R"({"kty":7})", R"({"keys":[]})", R"({"kty":"EC","crv":"P-256"})"}) {
        EXPECT_EQ(imported(text), "invalid_key") << text;
    }
    EXPECT_EQ(imported(R"({"kty":"ec"})"), "unsupported_key");
    EXPECT_EQ(imported(R"({"kty":"AKP"})"), "unsupported_key");
    EXPECT_EQ(imported(ec(x, y, "P-192")), "unsupported_key");
    EXPECT_EQ(imported(R"({"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"})"),
              "unsupported_key");
    EXPECT_EQ(imported(R"({"kty":"OKP","crv":"P-256"})"), "unsupported_key");
}

TEST(JwkImport, RefusesRepeatedMembersInAnySpelling) {
    EXPECT_EQ(imported(with(rfc::a3_key, R"("kty":"EC")")), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("\u006bty":"EC")")), "invalid_key");
}

TEST(JwkImport, KidIsTextOrAbsent) {
    EXPECT_EQ(import_verification_key(with(rfc::a3_key, R"("kid":"k\u0031")"))->kid(), "k1");
    EXPECT_EQ(import_verification_key(rfc::a3_key)->kid(), "");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("kid":1)")), "invalid_key");
}

TEST(JwkImport, EcCoordinatesHaveTheirFullWidthAndLieOnTheCurve) {
    EXPECT_EQ(imported(ec(x, y)), "ES256");
    EXPECT_EQ(imported(ec(y, x)), "invalid_key");
    EXPECT_EQ(imported(ec(x, x)), "invalid_key");
    EXPECT_EQ(imported(ec("AH_NzidvsRdQYPL7m_bS3tYBzM1e-nvE7rPbjx70VRF", y)), "invalid_key");
    EXPECT_EQ(imported(ec("zgnvBGDzjXpRPO3ZYkM5xB7nlGzMhEF8c0uQFPWJ-A", y)), "invalid_key");
    EXPECT_EQ(imported(ec(x, std::string(y) + "=")), "invalid_key");
    EXPECT_EQ(imported(ec("", "")), "invalid_key");
    EXPECT_EQ(
        imported(ec("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        "invalid_key");
    EXPECT_EQ(imported(ec(x, y, "P-384")), "invalid_key");
    EXPECT_EQ(imported(ec(x, y, "secp256k1")), "invalid_key");
}

TEST(JwkImport, ThePrivateHalfMustBelongToThePublicOne) {
    EXPECT_EQ(imported_to_sign(rfc::a3_key), "ES256");
    for (const std::string_view other : {"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LM",    // another number
                                         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",    // zero
                                         "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE",    // the order
                                         "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9A"}) {  // too short
        EXPECT_EQ(imported_to_sign(changed(rfc::a3_key, d, other)), "invalid_key") << other;
        EXPECT_EQ(imported(changed(rfc::a3_key, d, other)), "invalid_key") << other;
    }
    const std::string ed = changed(rfc::ed25519_key, "nWGxne_9", "nWGxne_8");
    EXPECT_EQ(imported_to_sign(ed), "invalid_key");
    EXPECT_EQ(imported(ed), "invalid_key");
}

TEST(JwkImport, APublicKeyDoesNotSign) {
    EXPECT_EQ(imported_to_sign(ec(x, y)), "invalid_key");
    EXPECT_EQ(imported_to_sign(rfc::thumbprint_key), "invalid_key");
}

TEST(JwkImport, Ed25519PointsAreCanonicalAndOfFullOrder) {
    constexpr std::string_view head = R"({"kty":"OKP","crv":"Ed25519","x":")";
    const auto okp = [&](std::string_view point) { return imported(std::string(head) + std::string(point) + R"("})"); };
    EXPECT_EQ(okp("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"), "EdDSA");
    EXPECT_EQ(okp("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ"), "invalid_key");
    EXPECT_EQ(okp("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "invalid_key");  // the neutral element
    EXPECT_EQ(okp("_________________________________________38"), "invalid_key");  // y >= p
}

TEST(JwkImport, WeakRsaKeysAreRefused) {
    EXPECT_EQ(imported(bad::rsa_1024), "weak_key");
    EXPECT_EQ(imported(bad::rsa_2047), "weak_key");
    EXPECT_EQ(imported(bad::roca), "weak_key");
    const auto exponent = [](std::string_view e) {
        return imported(changed(rfc::thumbprint_key, R"("e":"AQAB")", R"("e":")" + std::string(e) + R"(")"));
    };
    EXPECT_EQ(exponent("Aw"), "RS256");
    EXPECT_EQ(exponent("AQ"), "weak_key");
    EXPECT_EQ(exponent("Ag"), "invalid_key");
    EXPECT_EQ(exponent(""), "invalid_key");
    EXPECT_EQ(exponent("AAEAAQ"), "invalid_key");
    EXPECT_EQ(exponent("__________8"), "RS256");
    EXPECT_EQ(exponent("AQAAAAAAAAAB"), "invalid_key");
}

TEST(JwkImport, AModulusHasAtMost16384Bits) {
    const auto modulus = [](const Bytes& n) {
        std::string jwk(R"({"kty":"RSA","e":"AQAB","n":")");
        return imported(jwk.append(encode_base64url(n)).append(R"("})"));
    };
    Bytes n(2048, 0xff);
    EXPECT_EQ(modulus(n), "RS256");
    n.insert(n.begin(), 0x01);
    EXPECT_EQ(modulus(n), "invalid_key");
}

/// 8192 bits, the product of hundreds of primes p of which p - 1 divides 2^8 3^5 5^3 7^2 11 13 17 19: nobody's key, but
/// one that works, with a `d` of six bytes. No large prime had to be found for it.
constexpr std::string_view smooth_modulus =
    "kRKJIsddTzmlLYS7I2ev9BjsEMIEo0uwh-tBYHDcVB1QTjgqhlATsBUKSS0EAm3mncvXo8zxnOfLKydKy3hnIG_MulgIGLBub-R2U56yp7yYQpWK"
    "P0npv37zxgiHyiWggXG3lZspFQRajM-TuCfqwtv-TzfQvqerAL7mpRy738wOZl5Kes9TIhHhYyLN9N_g867rCI1SY4XdlSl9OXGzsQ-EGenjyDj7"
    "D2F74R_yG6gqW6Fgp7x-AZ9XEIIKJMWjI-MrpXuLss1g-YGzAEg-hMA4UoOAg-sTyAkLi2R-_1FKdgZKb3IjnFv9XoCB3PU4fT1NFIxNyCTt7c2w"
    "WxZouCb6JtKUWb9L3xom92odJ5tPOy2PEbFZ9WIqWg8cE_bps2H5luya8lVwfPGAjxUdpTB8ToieDx7ZAdlnuv8A_4TZRmYiHYsTGGXVy0gHEJ6T"
    "CZGFkvsh_MKWjVF_ajdcRyGcedn9zc123WJ3bobEPcX-KjC0wAVVIOiJqZv38AIGFDl2d9ONzRkDNfs_ztO8mVItJaN6XRSStGUstgQ7kUN7104X"
    "UR_1ZidTgfylliq2GlBooEn0jMjiKuvRWLEvTnE_hyp6nxiTh9AXPtqToh_zCs2CcFw-m81fOxs7RBQn6AAxhnUEiixubLKOY0xoTaJ2W3SFgPpS"
    "JenbCCO2Qgs9CjQIgG1ZEUF9Yds_ng5TTvJSdOAxyAalMmK0nLjLt-gMnT0RCTFoyj3iY43Yvm6JIAjN0VRSamnOTIGgLIUYWWg6NL1OuHTa9jp2"
    "ilnmCdk8TPlJrwIE0Z_q16729muWksY_VxJRioykATFu_r-1Hkaw_OM0tEgjUEuj0I7R2JP8USZ4j-fB2yYBcRIkmi_S6VrPdd_s_Y4Fcr5IkpRg"
    "iuS1ZN8fal3timAfQy46KKXdbjl-I0fyQGWThpyNUwO6QGAFdwGx8Plhf6Zp3lSrxfaWbEuU6BwoYp1prZ2O8k9y5zTGItsu5glU8Ckjr-NLbeds"
    "-CYrVRn_-LlXy-ImDfcSdBe1ghIeaA5RdwJhE8UhDWH5mL5pkoGkFgBwZHvLemXcQy22oShPyB--GxHsrXKhphbGwAwDaGmzV88JL7Cx-9ECm6D9"
    "5qVCuXch9YewMii3RD5OpvLamB_2PS2kqdhYBDYzN-ciJYnt8MqQzVOA272yCoM2LJnGebVXh97hFFLCorKmpc6kQqRu2lr1oFzlV51BCM8GPnUG"
    "BCr2UQcmC71rKMOinNtx-I3MMhiXhwAUz7LT9gckXJqA9y60E2h9FvfuiE2ysXg93BkGjJHGaL5Qfr1VXACEYK5jgu48itESanK7CUGP_vCcNi-t"
    "stD5fGUNOOK5MAqoDQ9_Hw";

TEST(JwkImport, APrivateModulusHasAtMost8192Bits) {
    const auto key = [](std::string_view n, std::string_view private_member) {
        std::string jwk(R"({"kty":"RSA","e":"AQAB","n":")");
        return jwk.append(n).append("\"").append(private_member).append("}");
    };
    constexpr std::string_view private_member = R"(,"d":"A8KNSuEB")";
    EXPECT_EQ(imported(key(smooth_modulus, private_member)), "RS256");
    EXPECT_EQ(imported_to_sign(key(smooth_modulus, private_member)), "RS256");
    Bytes n(1025, 0xff);
    n[0] = 0x01;
    const std::string larger = key(encode_base64url(n), private_member);
    EXPECT_EQ(imported(larger), "invalid_key");
    EXPECT_EQ(import_signing_key(larger, assumed).error().detail(), "the private RSA key has more than 8192 bits");
    EXPECT_EQ(imported(key(encode_base64url(n), "")), "RS256");
}

TEST(JwkImport, TheModulusIsOddAndHasNoLeadingZero) {
    EXPECT_EQ(imported(changed(rfc::thumbprint_key, R"(nqDKgw")", R"(nqDKgg")")), "invalid_key");
    EXPECT_EQ(imported(changed(rfc::thumbprint_key, R"("n":"0vx7)", R"("n":"AAAA0vx7)")), "invalid_key");
    EXPECT_EQ(imported(R"({"kty":"RSA","e":"AQAB","n":""})"), "invalid_key");
    EXPECT_EQ(imported(R"({"kty":"RSA","e":"AQAB"})"), "invalid_key");
}

TEST(JwkImport, PrivateRsaNumbersMustAgree) {
    EXPECT_EQ(imported_to_sign(rfc::a2_key), "RS256");
    constexpr std::pair<std::string_view, std::string_view> changes[] = {{R"("d":"Eq5x)", R"("d":"Eq5y)"},
                                                                         {R"("dp":"BwKf)", R"("dp":"BwKg)"},
                                                                         {R"("dq":"h_96)", R"("dq":"h_97)"},
                                                                         {R"("qi":"IYd7)", R"("qi":"IYd8)"},
                                                                         {R"("q":"uQPE)", R"("q":"uQPF)"}};
    for (const auto& [from, to] : changes) {
        EXPECT_EQ(imported_to_sign(changed(rfc::a2_key, from, to)), "invalid_key") << from;
        EXPECT_EQ(imported(changed(rfc::a2_key, from, to)), "invalid_key") << from;
    }
    EXPECT_EQ(imported_to_sign(changed(rfc::a2_key, R"("qi":)", R"("xx":)")), "invalid_key");
    EXPECT_EQ(imported_to_sign(with(rfc::a2_key, R"("oth":[])")), "unsupported_key");
}

TEST(JwkImport, APrivateRsaKeyMayComeWithoutItsFactors) {
    const std::string_view text = rfc::a2_key;
    const std::string bare = std::string(text.substr(0, text.find(R"(,"p":)"))) + "}";
    EXPECT_EQ(imported_to_sign(bare), "RS256");
    EXPECT_EQ(imported_to_sign(changed(bare, R"("d":"Eq5x)", R"("d":"Eq5y)")), "invalid_key");
}

TEST(JwkImport, OctSecretsAreLongEnoughAndStrictlyEncoded) {
    const auto oct = [](std::string_view k) { return imported(R"({"kty":"oct","k":)" + std::string(k) + "}"); };
    EXPECT_EQ(oct(R"("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")"), "HS256");
    EXPECT_EQ(oct(R"("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")"), "weak_key");
    EXPECT_EQ(oct(R"("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")"), "invalid_key");
    EXPECT_EQ(oct(R"("+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")"), "invalid_key");
    EXPECT_EQ(oct(R"("")"), "weak_key");
    EXPECT_EQ(oct("7"), "invalid_key");
}

TEST(JwkImport, ACertificateMustBeOfTheSameKey) {
    EXPECT_EQ(imported(bad::foreign_certificate), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("x5c":[])")), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("x5c":["AAAA"])")), "invalid_key");
    EXPECT_EQ(imported(with(rfc::a3_key, R"("x5c":"AAAA")")), "invalid_key");
}

}  // namespace
}  // namespace watchword::jose
