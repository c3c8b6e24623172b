#pragma once
/// Private keys that carry their public half along: version 2 of PKCS#8 (RFC 5958 section 2, RFC 8410 section 7), as
/// several libraries write them for Ed25519. OpenSSL 3.0 reads version 1 only. Internal to jose.

#include <watchword/jose/openssl_handles.hpp>

namespace watchword::jose::detail {

/// In the manner of OpenSSL's readers: moves `at` behind what was read; null if this is no such key or the two halves
/// do not belong together.
EvpKey read_one_asymmetric_key(const unsigned char** at, long size);

}  // namespace watchword::jose::detail
