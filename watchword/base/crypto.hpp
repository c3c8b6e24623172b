#pragma once
/// Primitives for the layers above jose. JOSE's own algorithms live in jose.
/// All functions are thread-safe and throw std::runtime_error only if OpenSSL itself is broken.

#include <watchword/base/bytes.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace watchword::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
Digest sha256(ByteView data);

/// HMAC-SHA-256 (RFC 2104).
Digest hmac_sha256(ByteView key, ByteView data);

/// SipHash-2-4: for tables whose keys strangers choose, never to authenticate. `key` has 16 bytes.
std::uint64_t siphash(ByteView key, ByteView data);

/// HKDF-SHA-256 (RFC 5869) without salt; `info` names the purpose. `size` up to 8160 bytes.
SecretBytes hkdf_sha256(ByteView secret, std::string_view info, std::size_t size);

/// The pseudorandom function of PBKDF2: HMAC with this hash.
enum class Pbkdf2Hash : std::uint8_t { sha1, sha256, sha384, sha512 };

/// PBKDF2 (RFC 8018 section 5.2). `iterations` and `size` are at least 1 and below 2^31. Slow by intent: bound
/// `iterations` before calling if they come from outside.
SecretBytes pbkdf2(Pbkdf2Hash hash, ByteView password, ByteView salt, std::uint32_t iterations, std::size_t size);

/// The cost of scrypt (RFC 7914 section 2): N (a power of two above 1), block size r, parallelisation p. It takes
/// 128 * N * r bytes of memory.
struct ScryptCost {
    std::uint64_t n = 0;
    std::uint32_t r = 0;
    std::uint32_t p = 0;
};
inline constexpr std::uint64_t max_scrypt_memory = std::uint64_t{1} << 30;

/// Whether scrypt is computed at this cost: N a power of two below 2^(16 * r), nothing zero, at most
/// `max_scrypt_memory` bytes, and 128 * r * p no more than that either.
bool is_valid(const ScryptCost& cost) noexcept;

/// scrypt (RFC 7914); `cost` is valid, `size` at least 1. Slow by intent. Error: overloaded (no memory).
Result<SecretBytes> scrypt(ByteView password, ByteView salt, const ScryptCost& cost, std::size_t size);

/// AES-256-GCM (SP 800-38D). Result: 12 bytes nonce, ciphertext, 16 bytes tag.
/// `key` has 32 bytes; `bound_to` is authenticated, not stored.
Bytes seal(ByteView key, ByteView plain, ByteView bound_to, Random& random);

/// Opens what `seal` made. Error: decryption_failed.
Result<SecretBytes> open(ByteView key, ByteView sealed, ByteView bound_to);

}  // namespace watchword::crypto
