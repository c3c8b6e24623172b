#include <watchword/jose/certificate_chain.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/jwk_members.hpp>
#include <watchword/jose/key_members.hpp>

namespace watchword::jose {
namespace {

using detail::EncryptionHalf;
using detail::EvpKey;
using detail::Half;
using json::Value;

enum class Purpose : std::uint8_t { encrypt, decrypt };

/// What `alg` says, or what is assumed.
struct Use {
    KeyManagement algorithm;
    /// For dir: the content encryption that `alg` names.
    std::optional<ContentEncryption> only;
};

Result<Use> use_of(const Value& jwk, std::optional<KeyManagement> assumed) {
    if (!jwk.find("alg")) {
        if (!assumed) return Error{Error::unsupported_algorithm, "the key names no alg, and none is assumed"};
        return Use{*assumed, std::nullopt};
    }
    const auto name = detail::required_text(jwk, "alg");
    if (!name) return name.error();
    if (const auto algorithm = find_key_management(*name)) return Use{*algorithm, std::nullopt};
    if (const auto content = find_content_encryption(*name)) return Use{KeyManagement::dir, content};
    return Error{Error::unsupported_algorithm, "this alg does not encrypt"};
}

// RFC 7517 section 4.3.
detail::KeyUse operation_of(KeyManagementFamily family, Purpose purpose) {
    const bool encrypts = purpose == Purpose::encrypt;
    switch (family) {
        case KeyManagementFamily::direct:
            return {.use = "enc", .operation = encrypts ? "encrypt" : "decrypt"};
        case KeyManagementFamily::agreement:
            return {.use = "enc", .operation = "deriveKey", .other_operation = "deriveBits"};
        case KeyManagementFamily::password:
            return {.use = "enc", .operation = encrypts ? "wrapKey" : "unwrapKey", .other_operation = "deriveKey"};
        default:
            return {.use = "enc",
                    .operation = encrypts ? "wrapKey" : "unwrapKey",
                    .other_operation = encrypts ? "encrypt" : "decrypt"};
    }
}

bool fits(KeyManagementFamily family, KeyType type) {
    switch (family) {
        case KeyManagementFamily::rsa_oaep:
        case KeyManagementFamily::rsa_pkcs1:
            return type == KeyType::rsa;
        case KeyManagementFamily::agreement:
            return type == KeyType::ec || type == KeyType::okp;
        default:
            return type == KeyType::oct;
    }
}

Result<EncryptionHalf> import_oct(const Value& jwk, const Use& use, std::string kid) {
    detail::KeyNumbers numbers(jwk);
    const SecretBytes secret = numbers.any("k");
    if (numbers.error()) return *numbers.error();
    if (traits(use.algorithm).family == KeyManagementFamily::password) {
        return detail::make_password(use.algorithm, secret.reveal(), std::move(kid));
    }
    return detail::make_shared_secret(use.algorithm, secret.reveal(), std::move(kid), use.only);
}

Result<EncryptionHalf> import_pair(const Value& jwk, const Use& use, Purpose purpose, std::string kid) {
    const Half half = purpose == Purpose::decrypt ? Half::with_private : Half::public_only;
    Result<EvpKey> key = detail::read_asymmetric(jwk, half);
    if (!key) return key.error();
    if (!detail::matches_certificate_chain(jwk, key->get())) {
        return Error{Error::invalid_key, "x5c is of another key"};
    }
    return detail::make_key_pair(use.algorithm, std::move(*key), half, std::move(kid));
}

Result<KeyType> type_of(const Value& jwk) {
    const auto name = detail::required_text(jwk, "kty");
    if (!name) return name.error();
    const auto type = find_key_type(*name);
    if (!type) return Error{Error::unsupported_key, "this kty is not supported"};
    return *type;
}

Result<EncryptionHalf> import_jwk(const Value& jwk, std::optional<KeyManagement> assumed, Purpose purpose) {
    const auto type = type_of(jwk);
    if (!type) return type.error();
    const auto use = use_of(jwk, assumed);
    if (!use) return use.error();
    const KeyManagementFamily family = traits(use->algorithm).family;
    if (!fits(family, *type)) return Error{Error::key_not_usable, "alg contradicts the key"};
    if (const auto refusal = detail::refuse_use(jwk, operation_of(family, purpose))) return *refusal;
    const auto kid = detail::optional_text(jwk, "kid");
    if (!kid) return kid.error();
    if (*type == KeyType::oct) return import_oct(jwk, *use, std::string(*kid));
    return import_pair(jwk, *use, purpose, std::string(*kid));
}

Result<EncryptionHalf> import_text(std::string_view text, std::optional<KeyManagement> assumed, Purpose purpose) {
    const auto document = json::Document::parse_secret_object(text);
    if (!document) return Error{Error::invalid_key, "not a JSON object with unique names"};
    return import_jwk(document->root(), assumed, purpose);
}

}  // namespace

Result<EncryptionKey> import_encryption_key(std::string_view jwk_json, std::optional<KeyManagement> assumed) {
    Result<EncryptionHalf> material = import_text(jwk_json, assumed, Purpose::encrypt);
    if (!material) return material.error();
    return EncryptionKey(std::move(*material));
}

Result<DecryptionKey> import_decryption_key(std::string_view jwk_json, std::optional<KeyManagement> assumed) {
    Result<EncryptionHalf> material = import_text(jwk_json, assumed, Purpose::decrypt);
    if (!material) return material.error();
    return DecryptionKey(std::move(*material));
}

}  // namespace watchword::jose
