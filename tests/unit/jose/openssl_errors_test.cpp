#include <watchword/jose/der.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include <functional>
#include <string>

#include "rfc_examples.hpp"
#include <gtest/gtest.h>
#include <openssl/err.h>

namespace watchword::jose {
namespace {

/// Not on the curve.
constexpr std::string_view off_curve = R"({"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE",)"
                                       R"("y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"})";

/// The key of RFC 7515 appendix A.3 with a `d` of zero.
constexpr std::string_view without_private_number =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})";

struct Refused {
    std::string_view name;
    std::function<bool()> accept;
};

Bytes like_der() {
    Bytes secret(64, 1);
    secret.front() = 0x30;
    return secret;
}

const Refused refused[] = {
    {"OffTheCurve", [] { return import_verification_key(off_curve).has_value(); }},
    {"OffTheCurveForEncryption", [] { return import_encryption_key(off_curve, KeyManagement::ECDH_ES).has_value(); }},
    {"PrivateNumberOfZero", [] { return import_signing_key(without_private_number).has_value(); }},
    {"PrivateNumberOfZeroForDecryption",
     [] { return import_decryption_key(without_private_number, KeyManagement::ECDH_ES).has_value(); }},
    {"DerOfNothing", [] { return import_signing_key_der(Algorithm::ES256, like_der()).has_value(); }},
    {"EmptyPem", [] { return import_verification_key_pem(Algorithm::ES256, std::string_view()).has_value(); }},
};

// Who calls OpenSSL next on this thread, such as TLS, asks the same queue whether its own call has failed.
TEST(OpensslErrors, ARefusedKeyLeavesNone) {
    for (const Refused& key : refused) {
        ERR_clear_error();
        EXPECT_FALSE(key.accept()) << key.name;
        EXPECT_EQ(ERR_peek_error(), 0U) << key.name;
    }
}

TEST(OpensslErrors, ASecretThatBeginsAsDerDoesLeavesNone) {
    ERR_clear_error();
    EXPECT_TRUE(HmacKey::from_secret(Algorithm::HS256, like_der()).has_value());
    EXPECT_EQ(ERR_peek_error(), 0U);
}

}  // namespace
}  // namespace watchword::jose
