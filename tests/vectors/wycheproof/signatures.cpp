#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include "../keys.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// "SHA-256" -> "256".
std::string_view bits_of(std::string_view hash) {
    return hash.substr(hash.find('-') + 1);
}

jose::Algorithm algorithm_named(const std::string& name) {
    const auto found = jose::find_algorithm(name);
    if (!found) throw NotOfSchema("there is no algorithm " + name);
    return *found;
}

Verdict verify_with(const Result<jose::VerificationKey>& key, const Value& test) {
    if (!key) return refused(key.error());
    const Bytes message = hex(test, "msg");
    return genuine(key->verify(as_text(message), hex(test, "sig")));
}

/// By every form of the key that the group has.
Attempt signature(const WycheproofTest& t, const std::string& algorithm, std::string_view jwk_name) {
    Attempt attempt{
        .verdicts = {verify_with(
            jose::import_verification_key_pem(algorithm_named(algorithm), text(t.group, "publicKeyPem")), t.test)}};
    if (const auto jwk = find(t.group, jwk_name))
        attempt.verdicts.push_back(verify_with(verification_key(public_half(*jwk), algorithm), t.test));
    return attempt;
}

/// The one that OpenSSL, and so the key, knows by its curve.
std::string ecdsa_on(std::string_view curve) {
    if (curve == "secp256r1") return "ES256";
    if (curve == "secp384r1") return "ES384";
    if (curve == "secp521r1") return "ES512";
    if (curve == "secp256k1") return "ES256K";
    throw NotOfSchema(std::string("JOSE has no ECDSA on ") + std::string(curve));
}

}  // namespace

Attempt rsa_pkcs1_signature(const WycheproofTest& t) {
    return signature(t, std::string("RS") + std::string(bits_of(text(t.group, "sha"))), "keyJwk");
}

Attempt rsa_pss_signature(const WycheproofTest& t) {
    const std::string_view hash = text(t.group, "sha");
    Attempt attempt = signature(t, std::string("PS") + std::string(bits_of(hash)), "publicKeyJwk");
    // RFC 7518 section 3.5: "The size of the salt value is the same size as the hash function output", and MGF1 takes
    // the same hash.
    const std::string salt_bits = std::to_string(integer(t.group, "sLen") * 8);
    if (salt_bits != bits_of(hash) || text(t.group, "mgfSha") != hash)
        attempt.not_in_jose = "PS256, PS384 and PS512 have a salt as long as the hash";
    return attempt;
}

Attempt ecdsa_signature(const WycheproofTest& t) {
    return signature(t, ecdsa_on(text(get(t.group, "publicKey"), "curve")), "publicKeyJwk");
}

Attempt eddsa_signature(const WycheproofTest& t) {
    return signature(t, "EdDSA", "publicKeyJwk");
}

Attempt mac(const WycheproofTest& t) {
    const std::string bits(t.algorithm.substr(t.algorithm.size() - 3));
    const jose::Algorithm algorithm = algorithm_named("HS" + bits);
    const Bytes secret = hex(t.test, "key");
    const Bytes message = hex(t.test, "msg");
    const Result<jose::HmacKey> strict = jose::HmacKey::from_secret(algorithm, secret);
    const Result<jose::HmacKey> weak = jose::HmacKey::weak_for_compatibility(algorithm, secret);
    // RFC 7518 section 3.2: "A key of the same size as the hash output [...] or larger MUST be used".
    const bool too_short = secret.size() * 8 < std::stoul(bits);
    if (too_short == strict.has_value() || !weak)
        throw std::runtime_error(too_short ? "a key that is too short was taken" : "a key was refused");
    Attempt attempt{.verdicts = {genuine(weak->verification_key().verify(as_text(message), hex(t.test, "tag")))}};
    if (strict)
        attempt.verdicts.push_back(genuine(strict->verification_key().verify(as_text(message), hex(t.test, "tag"))));
    if (std::to_string(integer(t.group, "tagSize")) != bits) attempt.not_in_jose = "a tag of JOSE is never truncated";
    return attempt;
}

}  // namespace watchword::vectors
