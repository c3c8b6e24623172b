#pragma once
/// The RSA operations of JWE (RFC 7518 sections 4.2 and 4.3, RFC 8017 section 7). Internal to jose.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/openssl_handles.hpp>

namespace watchword::jose::detail {

/// The padding: OAEP with this hash (OpenSSL's name), for its mask too; PKCS1-v1_5 if null.
using OaepHash = const char*;

/// Error: malformed if `secret` is too long for the key.
Result<Bytes> rsa_encrypt(EVP_PKEY* key, OaepHash hash, ByteView secret);

/// Error: decryption_failed.
Result<SecretBytes> rsa_oaep_decrypt(EVP_PKEY* key, OaepHash hash, ByteView wrapped);

/// PKCS1-v1_5. Writes the message over `message` if it is genuine and has exactly that length; else leaves what is
/// there. Which of the two, neither the result nor the time tells (RFC 3218 section 2.3.2): hand in random bytes.
void rsa_pkcs1_decrypt(EVP_PKEY* key, ByteView wrapped, std::span<std::uint8_t> message);

}  // namespace watchword::jose::detail
