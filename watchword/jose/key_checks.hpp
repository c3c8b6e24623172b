#pragma once
/// Whether an RSA or EC key is what it says. Nothing becomes a key without passing here.

#include <watchword/base/result.hpp>
#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <optional>

namespace watchword::jose::detail {

enum class Half : std::uint8_t { public_only, with_private };

/// Type and curve fit the algorithm; RSA of 2048 to 16384 bits with an odd e of 3 to 64 bits and no known flaw; an EC
/// point on its curve; the private half, if asked for, present and belonging to the public one.
/// Empty if all is well; else invalid_key or weak_key.
std::optional<Error> check(EVP_PKEY* key, const AlgorithmTraits& wanted, Half half);

}  // namespace watchword::jose::detail
