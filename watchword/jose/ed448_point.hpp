#pragma once
/// The points of Ed448 (RFC 8032 section 5.2), as far as a public key has to be looked at before it is trusted.

#include <watchword/base/bytes.hpp>

namespace watchword::jose::detail {

/// Whether these 57 bytes are the canonical form of a point on the curve whose order is not 1, 2 or 4: under one of
/// those, a signature that nobody made verifies. OpenSSL takes any bytes for a key.
bool is_sound_ed448_point(ByteView x);

}  // namespace watchword::jose::detail
