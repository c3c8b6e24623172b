#include <watchword/jose/base64url.hpp>
#include <watchword/jose/certificate_chain.hpp>
#include <watchword/jose/ed25519_material.hpp>
#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/key_numbers.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace watchword::jose {
namespace {

using detail::Material;
using json::Value;
using Refusal = std::optional<Error>;

enum class Purpose : std::uint8_t { verify, sign };

Error invalid(std::string_view member, std::string_view what) {
    return {Error::invalid_key, std::string(member) + " " + std::string(what)};
}

Result<std::string_view> required_text(const Value& jwk, std::string_view name) {
    const auto member = jwk.find(name);
    if (!member) return invalid(name, "is missing");
    const auto text = member->string();
    if (!text) return invalid(name, "is not a string");
    return *text;
}

/// Empty text if there is no such member.
Result<std::string_view> optional_text(const Value& jwk, std::string_view name) {
    if (!jwk.find(name)) return std::string_view();
    return required_text(jwk, name);
}

/// Reads the numbers of one JWK and keeps the first error, so that the callers read as lists.
class Numbers {
  public:
    explicit Numbers(const Value& jwk) : jwk_(jwk) {}

    SecretBytes any(std::string_view name) {
        const auto text = required_text(jwk_, name);
        if (!text) return fail(text.error());
        SecretBytes bytes(decoded_size(text->size()));
        if (!decode_base64url(*text, bytes.writable().data())) return fail(invalid(name, "is not base64url"));
        return bytes;
    }
    // RFC 7518 section 2: Base64urlUInt has "the minimum number of octets".
    SecretBytes minimal(std::string_view name) {
        SecretBytes bytes = any(name);
        if (!error_ && (bytes.empty() || bytes.reveal().front() == 0)) {
            return fail(invalid(name, "is empty or begins with a zero byte"));
        }
        return bytes;
    }
    // RFC 7518 section 6.2.1.2: "The length of this octet string MUST be the full size of a coordinate".
    SecretBytes exactly(std::string_view name, std::size_t size) {
        SecretBytes bytes = any(name);
        if (!error_ && bytes.size() != size) return fail(invalid(name, "does not have the length of its curve"));
        return bytes;
    }
    bool has(std::string_view name) const { return jwk_.find(name).has_value(); }
    const Refusal& error() const noexcept { return error_; }

  private:
    SecretBytes fail(Error error) {
        if (!error_) error_ = std::move(error);
        return {};
    }
    Value jwk_;
    Refusal error_;
};

Bytes published(const SecretBytes& bytes) {
    return {bytes.reveal().begin(), bytes.reveal().end()};
}

Result<Material> finish(Algorithm algorithm, Result<detail::EvpKey> key, Purpose purpose, bool is_private,
                        std::string kid) {
    if (!key) return Error{Error::invalid_key, "the numbers make no key"};
    if (!is_private) return detail::make_public(algorithm, std::move(*key), std::move(kid));
    Result<Material> material = detail::make_private(algorithm, std::move(*key), std::move(kid));
    if (!material || purpose == Purpose::sign) return material;
    return (*material)->public_half();
}

Result<Material> import_rsa(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    Numbers numbers(jwk);
    // RFC 7518 section 6.3.2.7: whoever does not support more than two primes must not use the key.
    if (numbers.has("oth")) return Error{Error::unsupported_key, "RSA with more than two primes"};
    detail::RsaNumbers rsa;
    rsa.n = published(numbers.minimal("n"));
    rsa.e = published(numbers.minimal("e"));
    constexpr std::array<std::string_view, 5> remainder{"p", "q", "dp", "dq", "qi"};
    const auto has = [&](std::string_view name) { return numbers.has(name); };
    const bool is_private = has("d") || std::ranges::any_of(remainder, has);
    if (is_private || purpose == Purpose::sign) rsa.d = numbers.minimal("d");
    // RFC 7518 section 6.3.2: the five come together or not at all.
    if (std::ranges::any_of(remainder, has)) {
        rsa.p = numbers.minimal("p");
        rsa.q = numbers.minimal("q");
        rsa.dp = numbers.minimal("dp");
        rsa.dq = numbers.minimal("dq");
        rsa.qi = numbers.minimal("qi");
    }
    if (numbers.error()) return *numbers.error();
    return finish(algorithm, detail::assemble_rsa(rsa), purpose, is_private, std::move(kid));
}

Result<Material> import_ec(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    const AlgorithmTraits& curve = traits(algorithm);
    Numbers numbers(jwk);
    detail::EcNumbers ec;
    ec.x = published(numbers.exactly("x", curve.coordinate_size));
    ec.y = published(numbers.exactly("y", curve.coordinate_size));
    const bool is_private = numbers.has("d");
    if (is_private || purpose == Purpose::sign) ec.d = numbers.exactly("d", curve.coordinate_size);
    if (numbers.error()) return *numbers.error();
    return finish(algorithm, detail::assemble_ec(curve, ec), purpose, is_private, std::move(kid));
}

Result<Material> import_okp(const Value& jwk, Algorithm algorithm, Purpose purpose, std::string kid) {
    const std::size_t size = traits(algorithm).coordinate_size;
    Numbers numbers(jwk);
    const SecretBytes x = numbers.exactly("x", size);
    const bool is_private = numbers.has("d");
    const SecretBytes d = is_private || purpose == Purpose::sign ? numbers.exactly("d", size) : SecretBytes();
    if (numbers.error()) return *numbers.error();
    if (!is_private) return detail::make_ed25519_public(x.reveal(), std::move(kid));
    Result<Material> material = detail::make_ed25519_private(d.reveal(), x.reveal(), std::move(kid));
    if (!material || purpose == Purpose::sign) return material;
    return (*material)->public_half();
}

Result<Material> import_oct(const Value& jwk, Algorithm algorithm, std::string kid) {
    Numbers numbers(jwk);
    const SecretBytes secret = numbers.any("k");
    if (numbers.error()) return *numbers.error();
    const Result<HmacKey> key = HmacKey::from_secret(algorithm, secret.reveal(), std::move(kid));
    if (!key) return key.error();
    return key->material();
}

// RFC 7517 section 4.2.
Refusal refuse_use(const Value& jwk) {
    const auto use = jwk.find("use");
    if (!use) return std::nullopt;
    if (!use->string()) return invalid("use", "is not a string");
    if (use->string() != "sig") return Error{Error::key_not_usable, "use is not sig"};
    return std::nullopt;
}

// RFC 7517 section 4.3: "Duplicate key operation values MUST NOT be present in the array."
Refusal refuse_operations(const Value& jwk, Purpose purpose) {
    const auto operations = jwk.find("key_ops");
    if (!operations) return std::nullopt;
    if (operations->kind() != Value::Kind::array) return invalid("key_ops", "is not an array");
    std::set<std::string_view> names;
    for (const Value& operation : operations->elements()) {
        if (!operation.string()) return invalid("key_ops", "holds something else than strings");
        if (!names.insert(*operation.string()).second) return invalid("key_ops", "repeats an operation");
    }
    const std::string_view wanted = purpose == Purpose::verify ? "verify" : "sign";
    if (!names.contains(wanted)) return Error{Error::key_not_usable, "key_ops lacks " + std::string(wanted)};
    return std::nullopt;
}

/// The algorithm that the key's type and curve allow; for RSA and oct, what the caller assumes.
Result<std::optional<Algorithm>> implied_algorithm(const Value& jwk, KeyType type, const JwkDefaults& defaults) {
    if (type == KeyType::rsa) return defaults.rsa;
    if (type == KeyType::oct) return defaults.oct;
    const auto curve = required_text(jwk, "crv");
    if (!curve) return curve.error();
    const auto algorithm = find_algorithm_of_curve(type, *curve);
    if (!algorithm) return Error{Error::unsupported_key, "this crv is not supported"};
    return algorithm;
}

Result<Algorithm> algorithm_of(const Value& jwk, KeyType type, const JwkDefaults& defaults) {
    const auto implied = implied_algorithm(jwk, type, defaults);
    if (!implied) return implied.error();
    if (!jwk.find("alg")) {
        if (!*implied) return Error{Error::unsupported_algorithm, "the key names no alg, and none is assumed"};
        if (traits(**implied).key_type != type) return Error{Error::key_not_usable, "the assumed alg does not fit"};
        return **implied;
    }
    const auto name = required_text(jwk, "alg");
    if (!name) return name.error();
    const auto algorithm = find_algorithm(*name);
    if (!algorithm) return Error{Error::unsupported_algorithm, "this alg is not supported"};
    const AlgorithmTraits& named = traits(*algorithm);
    const bool fits = named.key_type == type && (named.curve.empty() || algorithm == *implied);
    if (!fits) return Error{Error::key_not_usable, "alg contradicts the key"};
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
    if (Refusal refusal = refuse_use(jwk)) return *refusal;
    if (Refusal refusal = refuse_operations(jwk, purpose)) return *refusal;
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

// A private key that was published is nobody's key any more; who put it there did not mean to.
bool publishes_private_key(const Value& jwk) {
    const auto type = jwk.find("kty");
    return type && type->string() != name(KeyType::oct) && jwk.find("d");
}

bool same_name(const VerificationKey& a, const VerificationKey& b) {
    return a.algorithm() == b.algorithm() && a.kid() == b.kid() && !a.kid().empty();
}

Result<std::vector<VerificationKey>> import_elements(const Value& keys, const JwkDefaults& defaults) {
    std::vector<VerificationKey> usable;
    for (const Value& jwk : keys.elements()) {
        if (publishes_private_key(jwk)) return Error{Error::invalid_key, "the set publishes a private key"};
        Result<Material> material = import_jwk(jwk, defaults, Purpose::verify);
        // RFC 7517 section 5: keys that are not understood, incomplete or out of range should be ignored.
        if (!material) continue;
        VerificationKey key(std::move(*material));
        const auto clashes = [&](const VerificationKey& other) { return same_name(key, other); };
        if (std::ranges::any_of(usable, clashes)) return Error{Error::invalid_key, "two keys have the same kid"};
        usable.push_back(std::move(key));
    }
    return usable;
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
    constexpr json::Limits limits{.bytes = 1024 * 1024, .depth = 16};
    const auto document = json::Document::parse_secret_object(jwks_json, limits);
    if (!document) return Error{Error::invalid_key, "not a JSON object with unique names"};
    const auto keys = document->root().find("keys");
    if (!keys || keys->kind() != Value::Kind::array) return Error{Error::invalid_key, "keys is not an array"};
    return import_elements(*keys, defaults);
}

}  // namespace watchword::jose
