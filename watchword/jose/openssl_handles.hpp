#pragma once
/// OpenSSL's objects as values that free themselves; big numbers are wiped.

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

namespace watchword::jose::detail {

struct Free {
    void operator()(BIGNUM* number) const noexcept { BN_clear_free(number); }
    void operator()(BIO* bio) const noexcept { BIO_free_all(bio); }
    void operator()(BN_CTX* context) const noexcept { BN_CTX_free(context); }
    void operator()(ECDSA_SIG* signature) const noexcept { ECDSA_SIG_free(signature); }
    void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
    void operator()(EVP_MD* digest) const noexcept { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
    void operator()(OSSL_PARAM* parameters) const noexcept { OSSL_PARAM_free(parameters); }
    void operator()(OSSL_PARAM_BLD* builder) const noexcept { OSSL_PARAM_BLD_free(builder); }
    void operator()(PKCS8_PRIV_KEY_INFO* info) const noexcept { PKCS8_PRIV_KEY_INFO_free(info); }
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

using BigNumber = std::unique_ptr<BIGNUM, Free>;
using Bio = std::unique_ptr<BIO, Free>;
using BnContext = std::unique_ptr<BN_CTX, Free>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Free>;
using Cipher = std::unique_ptr<EVP_CIPHER, Free>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;
using Mac = std::unique_ptr<EVP_MAC, Free>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free>;
using Digest = std::unique_ptr<EVP_MD, Free>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free>;
using EvpKey = std::unique_ptr<EVP_PKEY, Free>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free>;
using PrivateKeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free>;
using Certificate = std::unique_ptr<X509, Free>;

/// For what only fails if OpenSSL is broken or memory is out. Throws std::runtime_error.
void require(bool ok);

/// A second owner of the same key.
EvpKey share(EVP_PKEY* key);

}  // namespace watchword::jose::detail
