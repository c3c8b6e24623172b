#pragma once
/// Primitives for the layers above jose. JOSE's own algorithms live in jose.
/// All functions are thread-safe and throw std::runtime_error only if OpenSSL itself is broken.

#include <watchword/base/bytes.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace watchword::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
Digest sha256(ByteView data);

/// HMAC-SHA-256 (RFC 2104).
Digest hmac_sha256(ByteView key, ByteView data);

/// HKDF-SHA-256 (RFC 5869) without salt; `info` names the purpose. `size` up to 8160 bytes.
SecretBytes hkdf_sha256(ByteView secret, std::string_view info, std::size_t size);

/// AES-256-GCM (SP 800-38D). Result: 12 bytes nonce, ciphertext, 16 bytes tag.
/// `key` has 32 bytes; `bound_to` is authenticated, not stored.
Bytes seal(ByteView key, ByteView plain, ByteView bound_to, Random& random);

/// Opens what `seal` made. Error: decryption_failed.
Result<SecretBytes> open(ByteView key, ByteView sealed, ByteView bound_to);

}  // namespace watchword::crypto
