#include "keys.hpp"

#include <watchword/jose/jwk.hpp>

namespace watchword::vectors {
namespace {

jose::JwkDefaults defaults_of(std::string_view algorithm) {
    const auto found = jose::find_algorithm(algorithm);
    if (!found) return {};
    return jose::is_symmetric(*found) ? jose::JwkDefaults{.rsa = {}, .oct = found}
                                      : jose::JwkDefaults{.rsa = found, .oct = {}};
}

bool derives_from_password(jose::KeyManagement algorithm) {
    return jose::name(algorithm).starts_with("PBES2-");
}

}  // namespace

jose::AlgorithmSet every_algorithm() {
    using enum jose::Algorithm;
    jose::AlgorithmSet all = jose::all_asymmetric();
    for (const jose::Algorithm symmetric : {HS256, HS384, HS512})
        all.insert(symmetric);
    return all;
}

std::vector<Value> jwks_of(const Value& key) {
    if (const auto keys = key.find("keys")) return keys->elements();
    return {key};
}

std::string public_half(const Value& jwk) {
    if (find_text(jwk, "kty").value_or("") == "oct") return jwk.to_json();
    return with(jwk, {{"d", ""}, {"p", ""}, {"q", ""}, {"dp", ""}, {"dq", ""}, {"qi", ""}, {"oth", ""}});
}

Result<jose::VerificationKey> verification_key(std::string_view jwk, std::string_view algorithm) {
    return jose::import_verification_key(jwk, defaults_of(algorithm));
}

Result<jose::SigningKey> signing_key(std::string_view jwk, std::string_view algorithm) {
    return jose::import_signing_key(jwk, defaults_of(algorithm));
}

Result<jose::DecryptionKey> decryption_key(const Value& jwk, jose::KeyManagement algorithm, std::string_view kid) {
    const std::string named(find_text(jwk, "kid").value_or(kid));
    if (derives_from_password(algorithm) && find_text(jwk, "k"))
        return jose::DecryptionKey::from_password(algorithm, SecretBytes(octets(jwk, "k")), named);
    return jose::import_decryption_key(named.empty() ? jwk.to_json() : with(jwk, {{"kid", quoted(named)}}), algorithm);
}

}  // namespace watchword::vectors
