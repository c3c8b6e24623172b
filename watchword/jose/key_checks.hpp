#pragma once
/// Whether an RSA or EC key is what it says. Nothing becomes a key without passing here.

#include <watchword/base/result.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <optional>

namespace watchword::jose::detail {

enum class Half : std::uint8_t { public_only, with_private };

/// Empty if all is well; else invalid_key or weak_key.
using KeyRefusal = std::optional<Error>;

/// RSA of 2048 to 16384 bits with an odd e of 3 to 64 bits and no known flaw (ROCA); the private numbers, if asked for,
/// present and belonging to the public ones, of 8192 bits at most.
KeyRefusal check_rsa(const EVP_PKEY* key, Half half);

/// An EC point on `curve`; `d`, if asked for, present, in range and belonging to the point.
KeyRefusal check_ec(EVP_PKEY* key, const CurveTraits& curve, Half half);

/// The curve of an EC or OKP key; empty for RSA, and for a curve that no JWK names.
std::optional<Curve> curve_of(const EVP_PKEY* key);

}  // namespace watchword::jose::detail
