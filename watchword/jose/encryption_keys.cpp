#include <watchword/jose/curves.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/encryption_material.hpp>

namespace watchword::jose {
namespace {

using detail::EncryptionHalf;
using detail::EvpKey;

constexpr unsigned rsa_bits = 2048;
// What A256GCM takes, the default of JweOptions.
constexpr std::size_t direct_size = 32;

Result<DecryptionKey> as_key(Result<EncryptionHalf> material) {
    if (!material) return material.error();
    return DecryptionKey(std::move(*material));
}

Result<EvpKey> generate_on(std::string_view name) {
    auto curve = find_curve(KeyType::ec, name);
    if (!curve) curve = find_curve(KeyType::okp, name);
    if (!curve || !traits(*curve).agrees) return Error{Error::unsupported_key, "no key agreement is defined for it"};
    const CurveTraits& kind = traits(*curve);
    return EvpKey(kind.key_type == KeyType::ec ? EVP_EC_gen(kind.group)
                                               : EVP_PKEY_Q_keygen(nullptr, nullptr, kind.group));
}

Result<DecryptionKey> generate_pair(KeyManagement algorithm, std::string_view curve, std::string kid) {
    const bool on_curve = traits(algorithm).family == KeyManagementFamily::agreement;
    Result<EvpKey> key = on_curve ? generate_on(curve) : EvpKey(EVP_RSA_gen(rsa_bits));
    if (!key) return key.error();
    detail::require(*key != nullptr);
    return as_key(detail::make_key_pair(algorithm, std::move(*key), detail::Half::with_private, std::move(kid)));
}

}  // namespace

namespace detail {

Result<Bytes> EncryptionMaterial::wrap(ByteView) const {
    return Error{Error::unsupported_algorithm, "the algorithm wraps no key by itself"};
}
Result<SecretBytes> EncryptionMaterial::unwrap(ByteView) const {
    return Error{Error::unsupported_algorithm, "the algorithm unwraps no key by itself"};
}
Result<SecretBytes> EncryptionMaterial::unwrap_of_size(ByteView, std::size_t) const {
    return Error{Error::unsupported_algorithm, "the algorithm is not RSA1_5"};
}

}  // namespace detail

EncryptionKey::EncryptionKey(std::shared_ptr<const detail::EncryptionMaterial> material) noexcept
    : material_(std::move(material)) {}
KeyManagement EncryptionKey::algorithm() const noexcept {
    return material_->algorithm;
}
const std::string& EncryptionKey::kid() const noexcept {
    return material_->kid;
}

DecryptionKey::DecryptionKey(std::shared_ptr<const detail::EncryptionMaterial> material) noexcept
    : material_(std::move(material)) {}
KeyManagement DecryptionKey::algorithm() const noexcept {
    return material_->algorithm;
}
const std::string& DecryptionKey::kid() const noexcept {
    return material_->kid;
}
EncryptionKey DecryptionKey::encryption_key() const {
    return EncryptionKey(material_->public_half());
}

Result<DecryptionKey> DecryptionKey::from_secret(KeyManagement algorithm, ByteView secret, std::string kid) {
    return as_key(detail::make_shared_secret(algorithm, secret, std::move(kid)));
}
Result<DecryptionKey> DecryptionKey::from_password(KeyManagement algorithm, const SecretBytes& password,
                                                   std::string kid) {
    return as_key(detail::make_password(algorithm, password.reveal(), std::move(kid)));
}

Result<DecryptionKey> generate_decryption_key(KeyManagement algorithm, Random& random, std::string_view curve,
                                              std::string kid) {
    const KeyManagementTraits& kind = traits(algorithm);
    switch (kind.family) {
        case KeyManagementFamily::password:
            return Error{Error::unsupported_algorithm, "passwords are chosen, not generated"};
        case KeyManagementFamily::direct:
            return DecryptionKey::from_secret(algorithm, random.secret(direct_size).reveal(), std::move(kid));
        case KeyManagementFamily::aes_wrap:
        case KeyManagementFamily::gcm_wrap:
            return DecryptionKey::from_secret(algorithm, random.secret(kind.wrapping_key_size).reveal(),
                                              std::move(kid));
        default:
            return generate_pair(algorithm, curve, std::move(kid));
    }
}

}  // namespace watchword::jose
