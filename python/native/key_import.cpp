#include <python/native/key_import.hpp>
#include <watchword/jose/der.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

namespace watchword::python {
namespace {

template <class Key>
Result<KeyPair> pair_of(Result<Key> key) {
    if (!key) return key.error();
    return KeyPair::of(*std::move(key));
}

/// What tells a JWK that signs: `d`, or that it is a secret.
struct JwkForm {
    bool holds_secret = false;
    bool names_algorithm = false;
};

JwkForm form_of(std::string_view text) {
    const auto document = jose::json::Document::parse_secret_object(text);
    if (!document) return {};
    const jose::json::Value jwk = document->root();
    const auto type = jwk.find("kty");
    return {.holds_secret = jwk.find("d") || (type && type->string() == "oct"),
            .names_algorithm = jwk.find("alg").has_value()};
}

jose::JwkDefaults defaults_of(std::optional<jose::Algorithm> algorithm) {
    return {.rsa = algorithm, .oct = algorithm, .okp = algorithm};
}

Result<KeyPair> import_form(const JwkForm& form, std::string_view text, const jose::JwkDefaults& defaults) {
    if (!form.holds_secret) return pair_of(jose::import_verification_key(text, defaults));
    Result<KeyPair> pair = pair_of(jose::import_signing_key(text, defaults));
    // RFC 7517 section 4.3: `key_ops` may allow a secret to verify and not to sign.
    if (!pair && pair.error() == Error::key_not_usable) return pair_of(jose::import_verification_key(text, defaults));
    return pair;
}

}  // namespace

Result<KeyPair> import_jwk(std::string_view text, std::optional<jose::Algorithm> algorithm) {
    const JwkForm form = form_of(text);
    Result<KeyPair> pair = import_form(form, text, defaults_of(algorithm));
    // EC keys follow from their curve, whatever the caller meant.
    if (pair && algorithm && !form.names_algorithm && pair->verification.algorithm() != *algorithm) {
        return Error{Error::key_not_usable, "the key does not fit the algorithm"};
    }
    return pair;
}

Result<KeyPair> import_pem(jose::Algorithm algorithm, std::string_view text, const std::string& kid) {
    // RFC 7468 sections 10 and 11, PKCS#1 and SEC1: every label of a private key ends so.
    if (text.find("PRIVATE KEY-----") == std::string_view::npos)
        return pair_of(jose::import_verification_key_pem(algorithm, text, kid));
    return pair_of(jose::import_signing_key_pem(algorithm, text, kid));
}

Result<KeyPair> import_der(jose::Algorithm algorithm, ByteView der, const std::string& kid) {
    if (!jose::is_private_key_der(der)) return pair_of(jose::import_verification_key_der(algorithm, der, kid));
    return pair_of(jose::import_signing_key_der(algorithm, der, kid));
}

Result<std::vector<jose::VerificationKey>> import_set(std::string_view text, jose::Algorithm rsa) {
    return jose::import_key_set(text, {.rsa = rsa});
}

}  // namespace watchword::python
