#include <watchword/jose/base64url.hpp>
#include <watchword/jose/certificate_chain.hpp>
#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/jwk_members.hpp>
#include <watchword/jose/key_members.hpp>
#include <watchword/jose/okp_material.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose {
namespace {

using detail::Half;
using detail::Material;
using detail::optional_text;
using detail::required_text;
using json::Value;

enum class Purpose : std::uint8_t { verify, sign };

Result<Material> wanted_half(Result<Material> both, Purpose purpose) {
    if (!both || purpose == Purpose::sign) return both;
    return (*both)->public_half();
}

constexpr Half half_for(Purpose purpose) {
    return purpose == Purpose::sign ? Half::with_private : Half::public_only;
}

Result<Material> finish(Algorithm algorithm, Result<detail::JwkKey> read, Purpose purpose, std::string kid) {
    if (!read) return read.error();
    if (read->half == Half::public_only) return detail::make_public(algorithm, std::move(read->key), std::move(kid));
    return wanted_half(detail::make_private(algorithm, std::move(read->key), std::move(kid)), purpose);
}

/// A curve of this key type that signs.
Result<Curve> curve_named(const Value& jwk, KeyType type) {
    const auto name = required_text(jwk, "crv");
    if (!name) return name.error();
    const auto curve = find_curve(type, *name);
    if (!curve || !traits(*curve).implied) return Error{Error::unsupported_key, "this crv is not supported"};
    return *curve;
}

Result<Material> import_rsa(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    return finish(algorithm, detail::read_rsa(jwk, half_for(purpose)), purpose, std::move(kid));
}

Result<Material> import_ec(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    const CurveTraits& curve = traits(*traits(algorithm).curve);
    return finish(algorithm, detail::read_ec(jwk, curve, half_for(purpose)), purpose, std::move(kid));
}

Result<Material> import_okp(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    // "EdDSA" is on either curve: the key says on which (RFC 8037 section 3.1).
    const Result<Curve> curve = curve_named(jwk, KeyType::okp);
    if (!curve) return curve.error();
    const auto read = detail::read_okp(jwk, traits(*curve), half_for(purpose));
    if (!read) return read.error();
    const ByteView x = read->x.reveal();
    if (read->d.empty()) return detail::make_okp_public(algorithm, *curve, x, std::move(kid));
    return wanted_half(detail::make_okp_private(algorithm, *curve, read->d.reveal(), x, std::move(kid)), purpose);
}

Result<Material> import_oct(const Value& jwk, Algorithm algorithm, std::string kid) {
    detail::KeyNumbers numbers(jwk);
    const SecretBytes secret = numbers.any("k");
    if (numbers.error()) return *numbers.error();
    const Result<HmacKey> key = HmacKey::from_secret(algorithm, secret.reveal(), std::move(kid));
    if (!key) return key.error();
    return key->material();
}

constexpr detail::KeyUse use_of(Purpose purpose) {
    return {.use = "sig", .operation = purpose == Purpose::verify ? "verify" : "sign"};
}

/// What a key without `alg` is for.
std::optional<Algorithm> assumed_algorithm(KeyType type, std::optional<Curve> curve, const JwkDefaults& defaults) {
    if (type == KeyType::rsa) return defaults.rsa;
    if (type == KeyType::oct) return defaults.oct;
    if (type == KeyType::okp && defaults.okp) return defaults.okp;
    return traits(*curve).implied;
}

bool fits_key(Algorithm algorithm, KeyType type, std::optional<Curve> curve) {
    return traits(algorithm).key_type == type && (!curve || fits(algorithm, *curve));
}

Result<Algorithm> algorithm_of(const Value& jwk, KeyType type, const JwkDefaults& defaults) {
    std::optional<Curve> curve;
    if (type == KeyType::ec || type == KeyType::okp) {
        const Result<Curve> named = curve_named(jwk, type);
        if (!named) return named.error();
        curve = *named;
    }
    if (!jwk.find("alg")) {
        const auto assumed = assumed_algorithm(type, curve, defaults);
        if (!assumed) return Error{Error::unsupported_algorithm, "the key names no alg, and none is assumed"};
        if (!fits_key(*assumed, type, curve)) return Error{Error::key_not_usable, "the assumed alg does not fit"};
        return *assumed;
    }
    const auto name = required_text(jwk, "alg");
    if (!name) return name.error();
    const auto algorithm = find_algorithm(*name);
    if (!algorithm) return Error{Error::unsupported_algorithm, "this alg is not supported"};
    if (!fits_key(*algorithm, type, curve)) return Error{Error::key_not_usable, "alg contradicts the key"};
    return *algorithm;
}

Result<Material> import_numbers(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    switch (traits(algorithm).key_type) {
        case KeyType::rsa:
            return import_rsa(jwk, algorithm, purpose, std::move(kid));
        case KeyType::ec:
            return import_ec(jwk, algorithm, purpose, std::move(kid));
        case KeyType::okp:
            return import_okp(jwk, algorithm, purpose, std::move(kid));
        case KeyType::oct:
            break;
    }
    return import_oct(jwk, algorithm, std::move(kid));
}

Result<Material> import_jwk(const Value& jwk, const JwkDefaults& defaults, Purpose purpose) {
    if (jwk.kind() != Value::Kind::object) return Error{Error::invalid_key, "a key is an object"};
    const auto type_name = required_text(jwk, "kty");
    if (!type_name) return type_name.error();
    const auto type = find_key_type(*type_name);
    if (!type) return Error{Error::unsupported_key, "this kty is not supported"};
    if (const auto refusal = detail::refuse_use(jwk, use_of(purpose))) return *refusal;
    const auto kid = optional_text(jwk, "kid");
    if (!kid) return kid.error();
    const auto algorithm = algorithm_of(jwk, *type, defaults);
    if (!algorithm) return algorithm.error();
    Result<Material> material = import_numbers(jwk, *algorithm, purpose, std::string(*kid));
    if (material && !detail::matches_certificate_chain(jwk, **material)) {
        return Error{Error::invalid_key, "x5c is of another key"};
    }
    return material;
}

Result<Material> import_text(std::string_view text, const JwkDefaults& defaults, Purpose purpose) {
    const auto document = json::Document::parse_secret_object(text);
    if (!document) return Error{Error::invalid_key, "not a JSON object with unique names"};
    return import_jwk(document->root(), defaults, purpose);
}

// A private key that was published is nobody's key any more; who put it there did not mean to. (Of a kind that is
// unknown here, no member is known to be private.)
bool publishes_private_key(const Value& jwk) {
    constexpr std::array<std::string_view, 7> private_names{"d", "p", "q", "dp", "dq", "qi", "oth"};
    const auto type_name = jwk.find("kty");
    const auto type = type_name ? find_key_type(type_name->string().value_or("")) : std::nullopt;
    if (!type || *type == KeyType::oct) return false;
    return std::ranges::any_of(private_names, [&](std::string_view member) { return jwk.find(member).has_value(); });
}

template <class Key>
bool same_name(const Key& a, const Key& b) {
    return a.algorithm() == b.algorithm() && a.kid() == b.kid() && !a.kid().empty();
}

template <class Key>
Result<std::vector<Key>> import_elements(const Value& keys, const JwkDefaults& defaults, Purpose purpose) {
    const std::vector<Value> elements = keys.elements();
    if (elements.size() > largest_key_set) return Error{Error::Code::invalid_key, "more than 256 keys"};
    std::vector<Key> usable;
    for (const Value& jwk : elements) {
        if (purpose == Purpose::verify && publishes_private_key(jwk)) {
            return Error{Error::Code::invalid_key, "the set publishes a private key"};
        }
        Result<Material> material = import_jwk(jwk, defaults, purpose);
        // RFC 7517 section 5: keys that are not understood, incomplete or out of range should be ignored.
        if (!material) continue;
        Key key(std::move(*material));
        const auto clashes = [&](const Key& other) { return same_name(key, other); };
        if (std::ranges::any_of(usable, clashes)) return Error{Error::Code::invalid_key, "two keys have the same kid"};
        usable.push_back(std::move(key));
    }
    return usable;
}

template <class Key>
Result<std::vector<Key>> import_set(std::string_view text, const JwkDefaults& defaults, Purpose purpose) {
    constexpr json::Limits limits{.bytes = 1024 * 1024, .depth = 16};
    const auto document = json::Document::parse_secret_object(text, limits);
    if (!document) return Error{Error::Code::invalid_key, "not a JSON object with unique names"};
    const auto keys = document->root().find("keys");
    if (!keys || keys->kind() != Value::Kind::array) return Error{Error::Code::invalid_key, "keys is not an array"};
    return import_elements<Key>(*keys, defaults, purpose);
}

}  // namespace

Result<VerificationKey> import_verification_key(std::string_view jwk_json, const JwkDefaults& defaults) {
    Result<Material> material = import_text(jwk_json, defaults, Purpose::verify);
    if (!material) return material.error();
    return VerificationKey(std::move(*material));
}

Result<SigningKey> import_signing_key(std::string_view jwk_json, const JwkDefaults& defaults) {
    Result<Material> material = import_text(jwk_json, defaults, Purpose::sign);
    if (!material) return material.error();
    return SigningKey(std::move(*material));
}

Result<std::vector<VerificationKey>> import_key_set(std::string_view jwks_json, const JwkDefaults& defaults) {
    return import_set<VerificationKey>(jwks_json, defaults, Purpose::verify);
}

Result<std::vector<SigningKey>> import_signing_key_set(std::string_view jwks_json, const JwkDefaults& defaults) {
    return import_set<SigningKey>(jwks_json, defaults, Purpose::sign);
}

}  // namespace watchword::jose
