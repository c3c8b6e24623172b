#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include <array>

#include "rfc_examples.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

// RFC 8032 section 7.4, "Blank" and "1 octet".
constexpr std::string_view blank_d = "bIKlYsuAjRDWMr6JyFE-v2ySnzTd-oyfY8mWDvbjSKNSjIo_zC8ETjmj_FuUSS-PAy51SaIAmPlb";
constexpr std::string_view blank_x = "X9dEm1m0Yf0s54fsYWrUah2hNCSFpw4fig6nXYDpZ3jt8SR2m0bHBhvWeD3x5Q9s0foavq_oJWGA";
constexpr std::string_view blank_signature =
    "Uzo39rvkVyUfAjwNiPl2ri37UEqEPjTSB0_YI9QaWR8rIz8DT2KCgfL9eiLd1H14KMWb0KIb_TmA_w0gKNSxip32PgBsXRwtNFuSXY3AC0EEhS25ms"
    "XHzdqFMKEToPTbthFJ8FpzYyaMcdlYCP8uZSYA";
constexpr std::string_view octet_d = "xOqwXTVwB8Yy89u0hImSTVUrCP4MNToNSh8ArNosRjr76mfF6NKHfF47w5emWZSe-AIelU4KEidO";
constexpr std::string_view octet_x = "Q7oo9DDN_0Vq5TFUX37NCsg0pV2TWMA3K_oMbGeYwIZq6gHrAHQoArhDjqTLghacI1FgYntMOpSA";
constexpr std::string_view octet_signature =
    "Jrj5Fye9Yol68V5B60PDd--5xhDUjyM1ywvQCHgQ9DUlQbFDxLmBt-GPYt6MzfYz_BvwN6t813mAXg28wKrhy87hr7LgJ982vATc7L8VQzbBnwr34K"
    "ZHKQXnmfGVPSoP8zSKshqkra_R0jREHPgHwDoA";

std::string okp(std::string_view crv, std::string_view x, std::string_view more = {}) {
    std::string jwk(R"({"kty":"OKP","crv":")");
    return jwk.append(crv).append(R"(","x":")").append(x).append("\"").append(more).append("}");
}

std::string imported(std::string_view jwk, const JwkDefaults& defaults = {}) {
    const auto key = import_verification_key(jwk, defaults);
    return key ? std::string(name(key->algorithm())) : std::string(key.error().name());
}

std::string private_448(std::string_view x, std::string_view d) {
    return okp("Ed448", x, std::string(R"(,"d":")").append(d).append("\""));
}

constexpr std::string_view x_25519 = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";  // RFC 8037 appendix A.2

TEST(OkpKeys, Ed448SignsAsRfc8032Does) {
    struct Vector {
        std::string_view d, x, message, signature;
    };
    for (const Vector& vector :
         {Vector{blank_d, blank_x, "", blank_signature}, Vector{octet_d, octet_x, "\x03", octet_signature}}) {
        const auto key = import_signing_key(private_448(vector.x, vector.d));
        ASSERT_TRUE(key) << key.error().detail();
        const Bytes signature = decode_base64url(vector.signature).value();
        EXPECT_EQ(key->sign(vector.message), signature);
        EXPECT_TRUE(key->verification_key().verify(vector.message, signature));
        EXPECT_FALSE(key->verification_key().verify("other", signature));
    }
}

TEST(OkpKeys, Ed448ChecksEveryBitOfASignature) {
    const auto key = import_verification_key(okp("Ed448", octet_x));
    Bytes signature = decode_base64url(octet_signature).value();
    for (std::size_t bit = 0; bit < signature.size() * 8; bit += 13) {
        signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_FALSE(key->verify("\x03", signature)) << bit;
        signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    EXPECT_TRUE(key->verify("\x03", signature));
}

TEST(OkpKeys, Ed448RefusesAnSThatIsNotBelowTheOrder) {
    // RFC 8032 section 5.2.7 step 1: the same S, with the order added, would be a second signature.
    constexpr std::array<std::uint8_t, 57> order{0xf3, 0x44, 0x58, 0xab, 0x92, 0xc2, 0x78, 0x23, 0x55, 0x8f, 0xc5, 0x8d,
                                                 0x72, 0xc2, 0x6c, 0x21, 0x90, 0x36, 0xd6, 0xae, 0x49, 0xdb, 0x4e, 0xc4,
                                                 0xe9, 0x23, 0xca, 0x7c, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f, 0x00};
    const auto key = import_verification_key(okp("Ed448", octet_x));
    Bytes signature = decode_base64url(octet_signature).value();
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        carry += signature[57 + i] + unsigned{order[i]};
        signature[57 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    EXPECT_FALSE(key->verify("\x03", signature));
}

TEST(OkpKeys, Ed448PointsAreCanonicalOnTheCurveAndNotOfSmallOrder) {
    const auto point = [](std::string_view head, std::string_view tail) {
        std::string text(head);
        while (text.size() + tail.size() < 76)
            text += 'A';
        return imported(okp("Ed448", text.append(tail)));
    };
    EXPECT_EQ(imported(okp("Ed448", blank_x)), "EdDSA");
    EXPECT_EQ(point("Aw", ""), "EdDSA");          // y = 3
    EXPECT_EQ(point("Aw", "CA"), "EdDSA");        // the same with the other x
    EXPECT_EQ(point("Aw", "AB"), "invalid_key");  // a bit that means nothing
    EXPECT_EQ(point("Ag", ""), "invalid_key");    // y = 2 has no x
    EXPECT_EQ(point("AQ", ""), "invalid_key");    // the neutral element
    EXPECT_EQ(point("", ""), "invalid_key");      // of order 4
    EXPECT_EQ(imported(okp("Ed448", "_v____________________________________7___________________________________8A")),
              "invalid_key");  // of order 2
    EXPECT_EQ(imported(okp("Ed448", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP____________________________________8A")),
              "invalid_key");  // y = 3 + p
}

TEST(OkpKeys, NumbersHaveTheLengthOfTheirCurve) {
    EXPECT_EQ(imported(okp("Ed448", blank_x.substr(0, 75))), "invalid_key");  // 56 bytes
    EXPECT_EQ(imported(okp("Ed448", std::string(blank_x) + "AA")), "invalid_key");
    EXPECT_EQ(imported(okp("Ed448", x_25519)), "invalid_key");
    EXPECT_EQ(imported(okp("Ed25519", blank_x)), "invalid_key");
    EXPECT_EQ(imported(private_448(blank_x, blank_d)), "EdDSA");
    EXPECT_EQ(imported(private_448(blank_x, blank_d.substr(0, 75))), "invalid_key");
}

TEST(OkpKeys, ThePrivateHalfMustBelongToThePublicOne) {
    EXPECT_EQ(imported(private_448(blank_x, octet_d)), "invalid_key");
    EXPECT_EQ(import_signing_key(private_448(octet_x, blank_d)).error(), Error::invalid_key);
    EXPECT_EQ(import_signing_key(okp("Ed448", blank_x)).error(), Error::invalid_key);
}

TEST(OkpKeys, AlgNamesTheCurveOrIsEdDsa) {
    const auto with_alg = [](std::string_view crv, std::string_view x, std::string_view alg) {
        return imported(okp(crv, x, std::string(R"(,"alg":")").append(alg).append("\"")));
    };
    EXPECT_EQ(with_alg("Ed25519", x_25519, "EdDSA"), "EdDSA");
    EXPECT_EQ(with_alg("Ed25519", x_25519, "Ed25519"), "Ed25519");
    EXPECT_EQ(with_alg("Ed25519", x_25519, "Ed448"), "key_not_usable");
    EXPECT_EQ(with_alg("Ed448", blank_x, "EdDSA"), "EdDSA");
    EXPECT_EQ(with_alg("Ed448", blank_x, "Ed448"), "Ed448");
    EXPECT_EQ(with_alg("Ed448", blank_x, "Ed25519"), "key_not_usable");
    EXPECT_EQ(with_alg("Ed448", blank_x, "ES256"), "key_not_usable");
    EXPECT_EQ(with_alg("X448", blank_x, "EdDSA"), "unsupported_key");
}

TEST(OkpKeys, WithoutAlgTheCallerMayAssumeAFullySpecifiedName) {
    EXPECT_EQ(imported(okp("Ed25519", x_25519)), "EdDSA");
    EXPECT_EQ(imported(okp("Ed25519", x_25519), {.okp = Algorithm::Ed25519}), "Ed25519");
    EXPECT_EQ(imported(okp("Ed448", blank_x), {.okp = Algorithm::Ed448}), "Ed448");
    EXPECT_EQ(imported(okp("Ed448", blank_x), {.okp = Algorithm::Ed25519}), "key_not_usable");
    EXPECT_EQ(imported(okp("Ed25519", x_25519), {.okp = Algorithm::ES256}), "key_not_usable");
    EXPECT_EQ(imported(okp("Ed25519", x_25519, R"(,"alg":"EdDSA")"), {.okp = Algorithm::Ed25519}), "EdDSA");
}

TEST(OkpKeys, AreBoundToTheirNameThoughTheMathematicsIsOne) {
    const auto by_curve = import_signing_key(private_448(blank_x, blank_d), {.okp = Algorithm::Ed448});
    ASSERT_TRUE(by_curve);
    EXPECT_EQ(by_curve->algorithm(), Algorithm::Ed448);
    EXPECT_EQ(by_curve->verification_key().algorithm(), Algorithm::Ed448);
    const auto text = export_public_jwk(by_curve->verification_key());
    EXPECT_NE(text->find(R"("alg":"Ed448")"), std::string::npos);
    EXPECT_EQ(imported(*text), "Ed448");
}

TEST(OkpKeys, FreshEdDsaIsOnEd25519AndEd448HasItsName) {
    constexpr std::pair<Algorithm, std::string_view> curves[] = {{Algorithm::EdDSA, R"("crv":"Ed25519")"},
                                                                 {Algorithm::Ed25519, R"("crv":"Ed25519")"},
                                                                 {Algorithm::Ed448, R"("crv":"Ed448")"}};
    for (const auto& [algorithm, crv] : curves) {
        const auto key = generate_signing_key(algorithm);
        ASSERT_TRUE(key);
        EXPECT_NE(export_public_jwk(key->verification_key())->find(crv), std::string::npos);
        EXPECT_EQ(key->sign("text").size(), algorithm == Algorithm::Ed448 ? 114U : 64U);
    }
}

TEST(OkpKeys, AnEdDsaKeyMayBeOnEd448) {
    const auto key = import_signing_key(private_448(blank_x, blank_d));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->algorithm(), Algorithm::EdDSA);
    EXPECT_EQ(key->sign("text").size(), 114U);
    const auto pem = export_private_pem_in_the_clear(*key);
    EXPECT_EQ(import_signing_key_pem(Algorithm::EdDSA, pem->reveal_text())->sign(""), key->sign(""));
    EXPECT_EQ(import_signing_key_pem(Algorithm::Ed25519, pem->reveal_text()).error(), Error::invalid_key);
    EXPECT_EQ(import_signing_key_pem(Algorithm::Ed448, pem->reveal_text())->algorithm(), Algorithm::Ed448);
}

}  // namespace
}  // namespace watchword::jose
