#pragma once
/// How large a key is.

#include <watchword/jose/keys.hpp>

#include <cstddef>

namespace watchword::jose {

/// Bits of a shared secret, of an RSA modulus, or of the order of a curve. Tells nothing else about a secret.
std::size_t size_in_bits(const VerificationKey& key);

}  // namespace watchword::jose
