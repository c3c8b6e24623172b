#pragma once
/// DEFLATE without a wrapper (RFC 1951), as `zip` of JWE uses it (RFC 7516 section 4.1.3). Internal to jose.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

#include <cstddef>

namespace watchword::jose::detail {

SecretBytes deflate(ByteView plain);

/// One stream and nothing behind it. Takes no more memory than a small multiple of what comes out, and that is at most
/// `most_bytes`. Errors: malformed, too_large.
Result<SecretBytes> inflate(ByteView deflated, std::size_t most_bytes);

}  // namespace watchword::jose::detail
