#include <watchword/jose/base64url.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/key_material.hpp>
#include <watchword/jose/keys.hpp>

#include <atomic>
#include <stdexcept>

#include <openssl/rsa.h>

namespace watchword::jose {
namespace {

constexpr unsigned rsa_bits = 2048;

std::optional<Error> refuse_as_secret(Algorithm algorithm, ByteView secret) {
    if (!is_symmetric(algorithm)) return Error::unsupported_algorithm;
    if (secret.empty()) return Error{Error::weak_key, "the secret is empty"};
    if (detail::looks_like_a_key_file(secret)) return Error{Error::invalid_key, "a key file is not a secret"};
    return std::nullopt;
}

detail::EvpKey generate(const AlgorithmTraits& kind) {
    if (kind.key_type == KeyType::rsa) return detail::EvpKey(EVP_RSA_gen(rsa_bits));
    if (kind.key_type == KeyType::ec) return detail::EvpKey(EVP_EC_gen(traits(*kind.curve).group));
    // "EdDSA" leaves the curve open; Ed448 has a name of its own.
    return detail::EvpKey(EVP_PKEY_Q_keygen(nullptr, nullptr, traits(kind.curve.value_or(Curve::ed25519)).group));
}

}  // namespace

Bytes detail::KeyMaterial::sign(std::string_view) const {
    throw std::logic_error("a public key does not sign");
}

void detail::KeyMaterial::append_signature(std::string& signing_input) const {
    const Bytes signature = sign(signing_input);
    signing_input += '.';
    append_base64url(signing_input, signature);
}

std::uint64_t detail::KeyMaterial::next_serial() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

VerificationKey::VerificationKey(std::shared_ptr<const detail::KeyMaterial> material) noexcept
    : material_(std::move(material)) {}
Algorithm VerificationKey::algorithm() const noexcept {
    return material_->algorithm;
}
const std::string& VerificationKey::kid() const noexcept {
    return material_->kid;
}
std::uint64_t VerificationKey::serial() const noexcept {
    return material_->serial;
}
VerificationKey VerificationKey::counted_apart() const {
    // On a cache line of its own, or two counters could still meet.
    struct alignas(64) Holder {
        std::shared_ptr<const detail::KeyMaterial> material;
    };
    auto holder = std::make_shared<const Holder>(Holder{material_});
    const detail::KeyMaterial* const material = holder->material.get();
    return VerificationKey(std::shared_ptr<const detail::KeyMaterial>(std::move(holder), material));
}
bool VerificationKey::verify(std::string_view signing_input, ByteView signature) const noexcept {
    return material_->verify(signing_input, signature);
}

SigningKey::SigningKey(std::shared_ptr<const detail::KeyMaterial> material) noexcept : material_(std::move(material)) {}
Algorithm SigningKey::algorithm() const noexcept {
    return material_->algorithm;
}
const std::string& SigningKey::kid() const noexcept {
    return material_->kid;
}
std::uint64_t SigningKey::serial() const noexcept {
    return material_->serial;
}
Bytes SigningKey::sign(std::string_view signing_input) const {
    return material_->sign(signing_input);
}
void SigningKey::append_signature(std::string& signing_input) const {
    material_->append_signature(signing_input);
}
VerificationKey SigningKey::verification_key() const {
    return VerificationKey(material_->public_half());
}

Result<HmacKey> HmacKey::from_secret(Algorithm algorithm, ByteView secret, std::string kid) {
    if (const auto refusal = refuse_as_secret(algorithm, secret)) return *refusal;
    // RFC 7518 section 3.2: "A key of the same size as the hash output [...] or larger MUST be used".
    if (secret.size() < traits(algorithm).digest_size) return Error::weak_key;
    return HmacKey(std::make_shared<detail::HmacMaterial>(algorithm, secret, std::move(kid)));
}

Result<HmacKey> HmacKey::weak_for_compatibility(Algorithm algorithm, ByteView secret, std::string kid) {
    if (const auto refusal = refuse_as_secret(algorithm, secret)) return *refusal;
    return HmacKey(std::make_shared<detail::HmacMaterial>(algorithm, secret, std::move(kid)));
}

HmacKey HmacKey::generate(Algorithm algorithm, Random& random, std::string kid) {
    if (!is_symmetric(algorithm)) throw std::logic_error("not an HMAC algorithm");
    const SecretBytes secret = random.secret(traits(algorithm).digest_size);
    return HmacKey(std::make_shared<detail::HmacMaterial>(algorithm, secret.reveal(), std::move(kid)));
}

std::string HmacKey::fingerprint() const {
    return static_cast<const detail::HmacMaterial&>(*material_).fingerprint();
}
VerificationKey HmacKey::verification_key() const {
    return VerificationKey(material_);
}
SigningKey HmacKey::signing_key() const {
    return SigningKey(material_);
}

SecretBytes secret_from_text(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    return SecretBytes(text);
}

Result<SigningKey> generate_signing_key(Algorithm algorithm, std::string kid) {
    if (is_symmetric(algorithm)) return Error::unsupported_algorithm;
    detail::EvpKey key = generate(traits(algorithm));
    detail::require(key != nullptr);
    Result<detail::Material> material = detail::make_private(algorithm, std::move(key), std::move(kid));
    if (!material) return material.error();
    return SigningKey(std::move(*material));
}

}  // namespace watchword::jose
