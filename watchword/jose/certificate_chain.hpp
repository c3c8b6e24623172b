#pragma once
/// The certificates that a JWK may carry (RFC 7517 section 4.7). They are never a reason to trust a key.

#include <watchword/jose/json.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

/// "The key in the first certificate MUST match the public key represented by other members of the JWK."
/// True if there is no `x5c`.
bool matches_certificate_chain(const json::Value& jwk, const KeyMaterial& material);
/// The same of OpenSSL's key; null matches nothing.
bool matches_certificate_chain(const json::Value& jwk, const EVP_PKEY* key);

}  // namespace watchword::jose::detail
