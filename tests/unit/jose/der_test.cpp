#include <watchword/jose/der.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include <memory>

#include "der_of.hpp"
#include "pem_files.hpp"
#include "sample_keys.hpp"
#include <gtest/gtest.h>
#include <openssl/x509v3.h>

namespace watchword::jose {
namespace {

using namespace pem_files;

std::string verifying(Algorithm algorithm, ByteView der) {
    const auto key = import_verification_key_der(algorithm, der);
    return key ? "ok" : std::string(key.error().name()) + ": " + key.error().detail();
}

std::string signing(Algorithm algorithm, ByteView der) {
    const auto key = import_signing_key_der(algorithm, der);
    return key ? "ok" : std::string(key.error().name()) + ": " + key.error().detail();
}

TEST(Der, EveryFormOfOneKeyIsTheSameKey) {
    const auto expected = import_verification_key_pem(Algorithm::ES256, public_key);
    for (const std::string_view file : {with_parameters, sec1, pkcs8, public_key, certificate}) {
        const auto key = import_verification_key_der(Algorithm::ES256, der_of(file), "k1");
        ASSERT_TRUE(key) << file;
        EXPECT_EQ(thumbprint(*key), thumbprint(*expected));
        EXPECT_EQ(key->kid(), "k1");
        EXPECT_EQ(algorithm_for_der(der_of(file)), Algorithm::ES256);
    }
    for (const std::string_view file : {with_parameters, sec1, pkcs8}) {
        const auto key = import_signing_key_der(Algorithm::ES256, der_of(file), "k1");
        ASSERT_TRUE(key) << file;
        EXPECT_EQ(key->kid(), "k1");
        EXPECT_TRUE(expected->verify("text", key->sign("text")));
    }
}

TEST(Der, ReadsRsaInItsOwnForms) {
    const auto signer = import_signing_key_der(Algorithm::PS384, der_of(rsa_private_pkcs1));
    ASSERT_TRUE(signer);
    for (const std::string_view file : {rsa_public, rsa_public_pkcs1}) {
        const auto key = import_verification_key_der(Algorithm::PS384, der_of(file));
        ASSERT_TRUE(key);
        EXPECT_TRUE(key->verify("text", signer->sign("text")));
        EXPECT_EQ(algorithm_for_der(der_of(file)), Algorithm::RS256);
    }
}

TEST(Der, ReadsEveryKindOfKey) {
    for (const Algorithm algorithm : {Algorithm::PS512, Algorithm::ES384, Algorithm::ES512, Algorithm::ES256K,
                                      Algorithm::Ed25519, Algorithm::Ed448}) {
        const SigningKey key = sample_key(algorithm);
        const auto verifier =
            import_verification_key_der(algorithm, der_of(*export_public_pem(key.verification_key())));
        const auto signer =
            import_signing_key_der(algorithm, der_of(export_private_pem_in_the_clear(key)->reveal_text()));
        ASSERT_TRUE(verifier && signer) << name(algorithm);
        EXPECT_TRUE(verifier->verify("text", signer->sign("text"))) << name(algorithm);
    }
}

TEST(Der, TheKeyMustFitTheAlgorithm) {
    const std::string other_curve = "invalid_key: the key is of another curve than its algorithm";
    const std::string other_type = "invalid_key: the key is of another type than its algorithm";
    EXPECT_EQ(verifying(Algorithm::ES384, der_of(public_key)), other_curve);
    EXPECT_EQ(verifying(Algorithm::ES256K, der_of(public_key)), other_curve);
    EXPECT_EQ(verifying(Algorithm::Ed448, der_of(ed25519_pkcs8)), other_curve);
    EXPECT_EQ(verifying(Algorithm::EdDSA, der_of(x25519_pkcs8)), other_curve);
    EXPECT_EQ(verifying(Algorithm::RS256, der_of(public_key)), other_type);
    EXPECT_EQ(verifying(Algorithm::ES256, der_of(rsa_public)), other_type);
    EXPECT_EQ(verifying(Algorithm::HS256, der_of(public_key)), "invalid_key: a key file holds no HMAC secret");
    EXPECT_EQ(signing(Algorithm::HS256, der_of(pkcs8)), "invalid_key: a key file holds no HMAC secret");
    EXPECT_EQ(algorithm_for_der(der_of(x25519_pkcs8)).error(), Error::invalid_key);
}

TEST(Der, APublicKeyDoesNotSign) {
    for (const std::string_view file : {public_key, certificate}) {
        EXPECT_EQ(signing(Algorithm::ES256, der_of(file)), "invalid_key: the key is public, it cannot sign");
    }
    EXPECT_EQ(signing(Algorithm::RS256, der_of(rsa_public_pkcs1)), "invalid_key: the key is public, it cannot sign");
}

TEST(Der, TellsAPrivateKeyFromAPublicOne) {
    for (const std::string_view file : {with_parameters, sec1, pkcs8, rsa_private_pkcs1})
        EXPECT_TRUE(is_private_key_der(der_of(file))) << file;
    for (const std::string_view file : {public_key, certificate, rsa_public, rsa_public_pkcs1})
        EXPECT_FALSE(is_private_key_der(der_of(file))) << file;
    EXPECT_FALSE(is_private_key_der({}));
    EXPECT_FALSE(is_private_key_der(as_bytes("0 no key")));
}

TEST(Der, EncryptedKeysAreRefusedWithoutAskingForAPassphrase) {
    EXPECT_EQ(signing(Algorithm::ES256, der_of(encrypted_pkcs8)), "invalid_key: the key cannot be decoded");
}

TEST(Der, ReadsAPrivateKeyThatCarriesItsPublicHalf) {
    const Bytes der = der_of(ed25519_pkcs8_version_2);
    const auto key = import_signing_key_der(Algorithm::Ed25519, der);
    ASSERT_TRUE(key) << key.error().detail();
    // RFC 8410 section 10.1 has the same public key by itself.
    EXPECT_NE(export_public_jwk(key->verification_key())->find(R"("x":"Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE")"),
              std::string::npos);
    EXPECT_EQ(signing(Algorithm::Ed448, der), "invalid_key: the key is of another curve than its algorithm");
}

TEST(Der, ThePublicHalfThatIsCarriedAlongMustBelong) {
    const std::string undecodable = "invalid_key: the key cannot be decoded";
    const Bytes der = der_of(ed25519_pkcs8_version_2);
    const auto changed = [&](std::size_t at) {
        Bytes other = der;
        other[at] ^= 1;
        return signing(Algorithm::Ed25519, other);
    };
    EXPECT_EQ(changed(der.size() - 1), undecodable);  // the public half
    EXPECT_EQ(changed(20), undecodable);              // the private half
    EXPECT_EQ(changed(4), undecodable);               // version 1, which has no public half
    for (std::size_t size = 0; size < der.size(); ++size) {
        EXPECT_NE(signing(Algorithm::Ed25519, ByteView(der).first(size)), "ok") << size;
    }
    Bytes longer = der;
    longer.push_back(0);
    EXPECT_EQ(signing(Algorithm::Ed25519, longer), undecodable);
}

TEST(Der, SpelledOutCurveParametersAreRefused) {
    EXPECT_EQ(verifying(Algorithm::ES256, der_of(explicit_parameters)),
              "invalid_key: the key is of another curve than its algorithm");
}

TEST(Der, NothingMayBeMissingOrFollow) {
    for (const std::string_view file : {sec1, pkcs8, public_key, certificate}) {
        const Bytes der = der_of(file);
        for (std::size_t size = 0; size < der.size(); size += 7) {
            EXPECT_NE(verifying(Algorithm::ES256, ByteView(der).first(size)), "ok") << size;
        }
        Bytes longer = der;
        longer.push_back(0);
        EXPECT_EQ(verifying(Algorithm::ES256, longer), "invalid_key: the key cannot be decoded");
    }
    EXPECT_EQ(verifying(Algorithm::ES256, {}), "invalid_key: empty");
    EXPECT_EQ(verifying(Algorithm::ES256, as_bytes(public_key)), "invalid_key: the key cannot be decoded");
}

template <class Object>
using Owned = std::unique_ptr<Object, void (*)(Object*)>;

/// A certificate that an extension makes exactly `size` bytes long.
Bytes certificate_of(std::size_t size) {
    const Owned<EVP_PKEY> key(EVP_EC_gen("prime256v1"), EVP_PKEY_free);
    // Its signatures are all of one length.
    const Owned<EVP_PKEY> issuer(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    const auto encode = [&](std::size_t comment) {
        const Owned<X509> made(X509_new(), X509_free);
        X509_set_version(made.get(), X509_VERSION_3);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), 60);
        X509_set_pubkey(made.get(), key.get());
        const std::string text(comment, 'c');
        const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, NID_netscape_comment, text.c_str()),
                                              X509_EXTENSION_free);
        X509_add_ext(made.get(), extension.get(), -1);
        X509_sign(made.get(), issuer.get(), nullptr);
        Bytes der(static_cast<std::size_t>(i2d_X509(made.get(), nullptr)));
        unsigned char* at = der.data();
        i2d_X509(made.get(), &at);
        return der;
    };
    const std::size_t comment = size - 400;
    const Bytes first = encode(comment);
    Bytes der = encode(comment + size - first.size());
    EXPECT_EQ(der.size(), size);
    return der;
}

TEST(Der, AFileOf64KiBIsReadAndOneByteMoreIsNot) {
    EXPECT_EQ(verifying(Algorithm::ES256, certificate_of(64 * 1024)), "ok");
    EXPECT_EQ(verifying(Algorithm::ES256, certificate_of(64 * 1024 + 1)), "invalid_key: more than 64 KiB");
}

}  // namespace
}  // namespace watchword::jose
