#pragma once
/// ECDSA signatures in JOSE's form, R || S of exact width (RFC 7518 section 3.4), and in OpenSSL's, DER.

#include <watchword/base/bytes.hpp>

#include <array>
#include <cstddef>

namespace watchword::jose::detail {

/// Room for the longest: P-521, two integers of 66 bytes with their sign bytes.
using DerSignature = std::array<std::uint8_t, 3 + 2 * (2 + 1 + 66)>;

/// Writes the DER form and returns its length. `jose` has an even length of at most 132 bytes.
std::size_t to_der(ByteView jose, DerSignature& out) noexcept;

/// The JOSE form of what OpenSSL made. Throws std::runtime_error if it is none.
Bytes from_der(ByteView der, std::size_t coordinate_size);

}  // namespace watchword::jose::detail
