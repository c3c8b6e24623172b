#pragma once
/// The members of a JWK (RFC 7518 section 6, RFC 8037 section 2) and OpenSSL's keys, one from the other. Internal to
/// jose.

#include <watchword/base/result.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_material.hpp>

#include <vector>

namespace watchword::jose::detail {

/// The public members in the order of RFC 7638 section 3.2, of an RSA key or one on a supported curve.
std::vector<PublicMember> public_members_of(const EVP_PKEY* key);
/// The same of a shared secret. Whoever takes them wipes them, as JwkText does (jwk_text.hpp).
std::vector<PublicMember> public_members_of_secret(ByteView secret);
/// The others; `key` is private.
std::vector<PrivateMember> private_members_of(const EVP_PKEY* key);

/// A key of its own, so that who may only encrypt does not hold what decrypts.
EvpKey public_half_of(const EVP_PKEY* key);

/// A key of a JWK that nobody has checked yet (key_checks.hpp).
struct JwkKey {
    EvpKey key;
    /// Private if the JWK has private members.
    Half half;
};

/// Reads the numbers of an RSA or EC key; `at_least` says whether the private ones must be there.
/// Errors: invalid_key, unsupported_key.
Result<JwkKey> read_rsa(const json::Value& jwk, Half at_least);
Result<JwkKey> read_ec(const json::Value& jwk, const CurveTraits& curve, Half at_least);

/// RFC 8037 section 2. Public if `d` is empty.
struct OkpNumbers {
    SecretBytes x, d;
};

/// The same of an OKP key. Error: invalid_key.
Result<OkpNumbers> read_okp(const json::Value& jwk, const CurveTraits& curve, Half at_least);

/// Reads a key of any asymmetric `kty` and checks it, also that `x` belongs to `d`. A private half that is there is
/// checked and kept, whatever `half` asks for at least. Errors: invalid_key, weak_key, unsupported_key.
Result<EvpKey> read_asymmetric(const json::Value& jwk, Half half);

}  // namespace watchword::jose::detail
