#pragma once
/// JSON Web Keys and Key Sets (RFC 7517, RFC 7518 section 6, RFC 8037).

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/keys.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose {

/// What to assume where a JWK has no `alg`. RSA and oct keys do not tell; EC and OKP keys follow from their curve (both
/// OKP curves: EdDSA), unless `okp` names what OKP keys are for, e.g. the fully-specified Algorithm::Ed25519 (RFC
/// 9864).
struct JwkDefaults {
    std::optional<Algorithm> rsa{};
    std::optional<Algorithm> oct{};
    std::optional<Algorithm> okp{};
};

/// Reads one JWK for verifying. Private members are checked, then dropped.
/// Errors: invalid_key, weak_key, unsupported_key (kty or crv unknown), unsupported_algorithm, key_not_usable (`use` is
/// not "sig", `key_ops` lacks "verify", or `alg` contradicts the key type). Points off the curve, RSA under 2048 bits
/// or with e < 3, RSA over 16384 bits (8192 with private members, whose check costs the cube), wrong lengths
/// and repeated members are refused.
Result<VerificationKey> import_verification_key(std::string_view jwk_json, const JwkDefaults& defaults = {});

/// Reads one private or oct JWK for signing; the public half must belong to the private half. Errors as above.
Result<SigningKey> import_signing_key(std::string_view jwk_json, const JwkDefaults& defaults = {});

/// The most keys in a set, usable or not: whoever publishes a set chooses how long its readers work.
inline constexpr std::size_t largest_key_set = 256;

/// Reads a JWK Set (RFC 7517 section 5). Keys of unknown kind, weak or unusable are skipped, as the RFC says; two keys
/// with the same kid and algorithm, more than `largest_key_set`, or a text that is not a set, are errors: invalid_key.
Result<std::vector<VerificationKey>> import_key_set(std::string_view jwks_json, const JwkDefaults& defaults = {});

/// Reads a set of private and oct JWKs for signing: one's own, from a place that only oneself can read. Keys that do
/// not sign (encryption keys, public ones, unknown kinds) are skipped. Errors as import_key_set.
Result<std::vector<SigningKey>> import_signing_key_set(std::string_view jwks_json, const JwkDefaults& defaults = {});

/// The public JWK as JSON with kty, the key, alg, use and (if set) kid. Error: key_not_usable for HMAC keys.
Result<std::string> export_public_jwk(const VerificationKey& key);

/// The private JWK. The long name is the warning.
SecretBytes export_private_jwk_in_the_clear(const SigningKey& key);

/// A JWK Set of public keys; HMAC keys are refused: key_not_usable.
Result<std::string> export_key_set(const std::vector<VerificationKey>& keys);

/// RFC 7638 SHA-256 thumbprint, base64url. For HMAC keys too (treat that one as a secret's hash: do not publish it).
std::string thumbprint(const VerificationKey& key);

/// The same as a URI (RFC 9278): "urn:ietf:params:oauth:jwk-thumbprint:sha-256:" and the thumbprint.
std::string thumbprint_uri(const VerificationKey& key);

/// What may be shown to people to name a key: the thumbprint of a public key; HmacKey::fingerprint() of a secret, whose
/// thumbprint would be a hash to guess it by (RFC 7638 section 7).
std::string fingerprint(const VerificationKey& key);

}  // namespace watchword::jose
