#pragma once
/// A key for every algorithm of JWE, and JWEs with any header, however wrong, whose tags are genuine: only the rule
/// under test can refuse them.

#include <watchword/base/random.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/primitives.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {

inline constexpr auto rsa1_5 = KeyManagement::RSA1_5_weak_for_compatibility;

inline constexpr std::array<KeyManagement, 17> every_key_management{
    KeyManagement::dir,
    KeyManagement::A128KW,
    KeyManagement::A192KW,
    KeyManagement::A256KW,
    KeyManagement::A128GCMKW,
    KeyManagement::A192GCMKW,
    KeyManagement::A256GCMKW,
    KeyManagement::RSA_OAEP,
    KeyManagement::RSA_OAEP_256,
    KeyManagement::ECDH_ES,
    KeyManagement::ECDH_ES_A128KW,
    KeyManagement::ECDH_ES_A192KW,
    KeyManagement::ECDH_ES_A256KW,
    KeyManagement::PBES2_HS256_A128KW,
    KeyManagement::PBES2_HS384_A192KW,
    KeyManagement::PBES2_HS512_A256KW,
    rsa1_5,
};

inline constexpr std::array<ContentEncryption, 6> every_content_encryption{
    ContentEncryption::A128CBC_HS256, ContentEncryption::A192CBC_HS384, ContentEncryption::A256CBC_HS512,
    ContentEncryption::A128GCM,       ContentEncryption::A192GCM,       ContentEncryption::A256GCM,
};

inline bool starts_with(KeyManagement algorithm, std::string_view prefix) {
    return name(algorithm).starts_with(prefix);
}

inline Random& test_random() {
    static SystemRandom random;
    return random;
}

/// RSA: the key of RFC 7515 appendix A.2, as finding primes takes long; PBES2: "password"; else a fresh one.
inline DecryptionKey sample_decryption_key(KeyManagement algorithm, std::string kid = "k") {
    if (starts_with(algorithm, "RSA")) {
        std::string jwk(R"({"kid":")");
        jwk.append(kid).append("\",").append(rfc::a2_key.substr(1));
        return import_decryption_key(jwk, algorithm).value();
    }
    if (starts_with(algorithm, "PBES2")) {
        return DecryptionKey::from_password(algorithm, SecretBytes(std::string_view("password")), kid).value();
    }
    return generate_decryption_key(algorithm, test_random(), "P-256", kid).value();
}

/// Bytes of the content encryption key.
inline std::size_t key_size(ContentEncryption encryption) {
    constexpr std::array<std::size_t, 6> sizes{32, 48, 64, 16, 24, 32};
    return sizes[static_cast<std::size_t>(encryption)];
}

inline DecryptionKey direct_key(ContentEncryption encryption, std::string kid = "k") {
    const SecretBytes secret = test_random().secret(key_size(encryption));
    return DecryptionKey::from_secret(KeyManagement::dir, secret.reveal(), std::move(kid)).value();
}

/// A key with which `encryption` works: for dir the length must fit.
inline DecryptionKey key_for(KeyManagement algorithm, ContentEncryption encryption) {
    return algorithm == KeyManagement::dir ? direct_key(encryption) : sample_decryption_key(algorithm);
}

inline JweRequirements accepting(KeyManagement algorithm) {
    return {.algorithms = {algorithm}};
}

/// "ok", or the error's name.
template <class T>
std::string outcome(const Result<T>& result) {
    return result ? "ok" : std::string(result.error().name());
}

inline std::string text_of(const Result<DecryptedJwe>& jwe) {
    return jwe ? std::string(jwe->plaintext.reveal_text()) : std::string(jwe.error().name());
}

inline std::string base64(std::string_view text) {
    return encode_base64url(as_bytes(text));
}

/// The parts of a JWE, encoded as they shall stand there.
struct RawJwe {
    std::string header;
    std::string encrypted_key;
    std::string vector;
    std::string ciphertext;
    std::string tag;

    std::string compact() const { return header + "." + encrypted_key + "." + vector + "." + ciphertext + "." + tag; }
};

/// A128GCM under `content_key`; `aad` as it stands in the JSON serialization.
inline RawJwe raw_jwe(std::string_view header_json, ByteView content_key, std::string_view plaintext,
                      std::string_view aad = {}) {
    RawJwe jwe{.header = base64(header_json), .encrypted_key = {}, .vector = {}, .ciphertext = {}, .tag = {}};
    if (header_json.empty()) jwe.header.clear();
    const Bytes vector = test_random().bytes(12);
    std::string authenticated = jwe.header;
    if (!aad.empty()) authenticated.append(".").append(aad);
    const Ciphertext sealed =
        encrypt_content(ContentEncryption::A128GCM, content_key, vector, as_bytes(plaintext), as_bytes(authenticated))
            .value();
    jwe.vector = encode_base64url(vector);
    jwe.ciphertext = encode_base64url(sealed.content);
    jwe.tag = encode_base64url(sealed.tag);
    return jwe;
}

inline const Bytes& direct_secret() {
    static const Bytes secret(16, 7);
    return secret;
}

inline const std::vector<DecryptionKey>& direct_keys() {
    static const std::vector<DecryptionKey> keys{
        DecryptionKey::from_secret(KeyManagement::dir, direct_secret(), "k").value()};
    return keys;
}

/// A compact JWE under `direct_keys()`.
inline std::string direct_jwe(std::string_view header_json, std::string_view plaintext = "text") {
    return raw_jwe(header_json, direct_secret(), plaintext).compact();
}

}  // namespace watchword::jose
