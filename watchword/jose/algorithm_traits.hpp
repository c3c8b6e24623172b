#pragma once
/// What distinguishes the algorithms from one another, as data: whoever handles a key reads it here.

#include <watchword/jose/algorithms.hpp>

#include <cstddef>

namespace watchword::jose {

enum class Family : std::uint8_t { hmac, rsa_pkcs1, rsa_pss, ecdsa, eddsa };

enum class Curve : std::uint8_t { p256, p384, p521, secp256k1, ed25519, ed448, x25519, x448 };

/// `kty` of a JWK (RFC 7518 section 6.1, RFC 8037 section 2).
enum class KeyType : std::uint8_t { oct, rsa, ec, okp };

struct AlgorithmTraits {
    Algorithm algorithm;
    std::string_view name;
    Family family;
    KeyType key_type;
    /// OpenSSL's name of the hash; empty for EdDSA, which hashes by itself.
    const char* digest;
    /// Bytes of the hash. An HMAC key has at least as many (RFC 7518 section 3.2), a PSS salt exactly (section 3.5).
    std::size_t digest_size;
    /// The one curve it is defined on; empty where there is none, and for EdDSA, where the key decides.
    std::optional<Curve> curve;
    /// Bytes of a signature; 0 where the key decides (RSA: as long as the modulus; EdDSA: its curve).
    std::size_t signature_size;
};

const AlgorithmTraits& traits(Algorithm algorithm) noexcept;

/// `kty` as it stands in a JWK.
std::string_view name(KeyType type) noexcept;
std::optional<KeyType> find_key_type(std::string_view name) noexcept;

}  // namespace watchword::jose
