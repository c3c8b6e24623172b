#pragma once
/// AES Key Wrap with the default initial value (RFC 3394, RFC 7518 section 4.4). Internal to jose.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

namespace watchword::jose::detail {

/// `key` has 16, 24 or 32 bytes. Error: malformed if `secret` is not at least two blocks of 8 bytes.
Result<Bytes> wrap_with_aes(ByteView key, ByteView secret);
/// Error: decryption_failed.
Result<SecretBytes> unwrap_with_aes(ByteView key, ByteView wrapped);

}  // namespace watchword::jose::detail
