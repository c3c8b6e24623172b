#pragma once
/// What distinguishes the algorithms of JWE from one another, as data: whoever encrypts or decrypts reads it here.

#include <watchword/jose/encryption_algorithms.hpp>

#include <cstddef>

namespace watchword::jose {

enum class KeyManagementFamily : std::uint8_t { direct, aes_wrap, gcm_wrap, rsa_oaep, rsa_pkcs1, agreement, password };

struct KeyManagementTraits {
    KeyManagement algorithm;
    std::string_view name;
    KeyManagementFamily family;
    /// Bytes of the AES key that wraps the content encryption key; 0 where there is none.
    std::size_t wrapping_key_size;
    /// OpenSSL's name of the hash: of OAEP and its mask, or of PBKDF2; null where there is none.
    const char* digest;
};

struct ContentEncryptionTraits {
    ContentEncryption encryption;
    std::string_view name;
    /// Bytes of the content encryption key: for CBC both halves, the one of the MAC first (RFC 7518 section 5.2.2.1).
    std::size_t key_size;
    std::size_t vector_size;
    std::size_t tag_size;
    /// OpenSSL's names; no hash where the cipher authenticates by itself.
    const char* cipher;
    const char* digest;
};

const KeyManagementTraits& traits(KeyManagement algorithm) noexcept;
const ContentEncryptionTraits& traits(ContentEncryption encryption) noexcept;

/// Whether the key itself settles the content encryption key, so that there can be only one recipient.
constexpr bool settles_content_key(KeyManagement algorithm) noexcept {
    return algorithm == KeyManagement::dir || algorithm == KeyManagement::ECDH_ES;
}

}  // namespace watchword::jose
