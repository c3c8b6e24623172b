#pragma once
/// The operations beneath JWE (RFC 7518), each by itself: for tests against published vectors and for protocols that
/// are not JOSE. Nobody needs them to read or write a JWE. All thread-safe; lengths are in bytes.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/encryption_algorithms.hpp>
#include <watchword/jose/encryption_keys.hpp>

#include <string_view>

namespace watchword::jose {

/// Content and its tag, of full length (RFC 7516 section 5.1 step 15).
struct Ciphertext {
    Bytes content;
    Bytes tag;
};

/// The longest content and the longest authenticated data: OpenSSL's ciphers count in int.
inline constexpr std::size_t largest_content = std::size_t{1} << 30;

/// Authenticated encryption (RFC 7518 section 5). The key has the length of the algorithm (CBC: both halves), the
/// initialization vector 16 bytes for CBC and 12 for GCM. Errors: weak_key, malformed (wrong length of key or vector),
/// too_large (`largest_content`).
/// A vector must never be used twice with one key.
Result<Ciphertext> encrypt_content(ContentEncryption encryption, ByteView key, ByteView initialization_vector,
                                   ByteView plaintext, ByteView authenticated);

/// Error: decryption_failed, whatever was wrong; nothing of the plaintext is given out before the tag is checked.
Result<SecretBytes> decrypt_content(ContentEncryption encryption, ByteView key, ByteView initialization_vector,
                                    ByteView ciphertext, ByteView tag, ByteView authenticated);

/// Wraps key bytes with A*KW (RFC 3394) or RSA-OAEP (RFC 8017), whatever their length.
/// Errors: unsupported_algorithm for any other key, malformed (a length that the algorithm cannot take),
/// decryption_failed.
Result<Bytes> wrap_key(const EncryptionKey& key, ByteView secret);
/// The way back. Errors as above.
Result<SecretBytes> unwrap_key(const DecryptionKey& key, ByteView wrapped);

/// The same for RSA1_5, which must not tell whether it succeeded (RFC 3218): gives `size` bytes, the key bytes if the
/// padding is right and they have that length, else random ones, others each time.
/// Error: unsupported_algorithm for any other key.
Result<SecretBytes> unwrap_key_of_size(const DecryptionKey& key, ByteView wrapped, std::size_t size);

/// Z of ECDH (RFC 7518 section 4.6, RFC 8037 section 3.2): `own` is the private JWK, `other` the public one, on the
/// same curve. Errors: invalid_key, unsupported_key, key_not_usable (curves differ), and invalid_key for an all-zero
/// result (RFC 7748 section 6).
Result<SecretBytes> agree_on_secret(std::string_view own_private_jwk, std::string_view other_public_jwk);

/// Concat KDF with SHA-256 as ECDH-ES uses it (RFC 7518 section 4.6.2): `algorithm` is AlgorithmID ("A128GCM", or
/// "ECDH-ES+A128KW" for a wrapping key), `size` the bytes to derive.
SecretBytes derive_agreed_key(ByteView z, std::string_view algorithm, std::size_t size, ByteView party_u,
                              ByteView party_v);

}  // namespace watchword::jose
