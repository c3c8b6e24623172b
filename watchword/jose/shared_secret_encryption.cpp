// The algorithms whose key is a shared secret: dir, A*KW and A*GCMKW (RFC 7518 sections 4.4, 4.5 and 4.7).

#include <watchword/jose/aes_key_wrap.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/key_members.hpp>
#include <watchword/jose/primitives.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose::detail {
namespace {

class SharedSecret : public EncryptionMaterial {
  public:
    SharedSecret(KeyManagement algorithm_, ByteView secret, std::string kid_)
        : EncryptionMaterial(algorithm_, std::move(kid_)), secret_(secret) {}
    std::vector<PublicMember> public_members() const override { return public_members_of_secret(secret_.reveal()); }

  protected:
    ByteView secret() const noexcept { return secret_.reveal(); }

  private:
    SecretBytes secret_;
};

class Direct final : public SharedSecret {
  public:
    Direct(ByteView secret, std::string kid_, std::optional<ContentEncryption> only)
        : SharedSecret(KeyManagement::dir, secret, std::move(kid_)), only_(only) {}

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest& request) const override {
        if (only_ && *only_ != request.content.encryption) {
            return Error{Error::key_not_usable, "the key is for another content encryption"};
        }
        if (secret().size() != request.content.key_size) {
            return Error{Error::weak_key, "the secret does not have the length that the content encryption takes"};
        }
        content_key = SecretBytes(secret());
        return Delivery{};
    }

    Result<SecretBytes> receive(const Reception& reception) const override {
        // RFC 7516 section 5.2 step 10.
        if (!reception.encrypted_key.empty()) return Error{Error::malformed, "dir has no encrypted key"};
        const bool fits = !only_ || *only_ == reception.content.encryption;
        if (!fits || secret().size() != reception.content.key_size) {
            return Error{Error::unknown_key, "the key is not for this content encryption"};
        }
        return SecretBytes(secret());
    }

    std::string_view jwk_algorithm() const noexcept override { return only_ ? name(*only_) : name(algorithm); }

  private:
    std::optional<ContentEncryption> only_;
};

class AesWrap final : public SharedSecret {
  public:
    using SharedSecret::SharedSecret;

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest&) const override {
        Result<Bytes> wrapped = wrap(content_key.reveal());
        if (!wrapped) return wrapped.error();
        return Delivery{.encrypted_key = std::move(*wrapped), .header = {}};
    }
    Result<SecretBytes> receive(const Reception& reception) const override { return unwrap(reception.encrypted_key); }
    Result<Bytes> wrap(ByteView plain) const override { return wrap_with_aes(secret(), plain); }
    Result<SecretBytes> unwrap(ByteView wrapped) const override { return unwrap_with_aes(secret(), wrapped); }
};

class GcmWrap final : public SharedSecret {
  public:
    using SharedSecret::SharedSecret;

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest& request) const override {
        const Bytes vector = request.random.bytes(traits(cipher()).vector_size);
        Result<Ciphertext> wrapped = encrypt_content(cipher(), secret(), vector, content_key.reveal(), {});
        if (!wrapped) return wrapped.error();
        return Delivery{.encrypted_key = std::move(wrapped->content),
                        .header = {{"iv", '"' + encode_base64url(vector) + '"'},
                                   {"tag", '"' + encode_base64url(wrapped->tag) + '"'}}};
    }

    Result<SecretBytes> receive(const Reception& reception) const override {
        const auto vector = reception.header.bytes("iv");
        if (!vector) return vector.error();
        const auto tag = reception.header.bytes("tag");
        if (!tag) return tag.error();
        // RFC 7518 section 4.7.1: 96 and 128 bits.
        const ContentEncryptionTraits& kind = traits(cipher());
        if (!*vector || (*vector)->size() != kind.vector_size) return Error{Error::malformed, "iv is not 96 bits"};
        if (!*tag || (*tag)->size() != kind.tag_size) return Error{Error::malformed, "tag is not 128 bits"};
        return decrypt_content(cipher(), secret(), **vector, reception.encrypted_key, **tag, {});
    }

  private:
    ContentEncryption cipher() const noexcept {
        if (secret().size() == 16) return ContentEncryption::A128GCM;
        return secret().size() == 24 ? ContentEncryption::A192GCM : ContentEncryption::A256GCM;
    }
};

bool has_length_for(const KeyManagementTraits& kind, std::size_t size) {
    constexpr std::array<std::size_t, 5> of_content_keys{16, 24, 32, 48, 64};
    if (kind.family == KeyManagementFamily::direct)
        return std::ranges::find(of_content_keys, size) != of_content_keys.end();
    return size == kind.wrapping_key_size;
}

}  // namespace

Result<EncryptionHalf> make_shared_secret(KeyManagement algorithm, ByteView secret, std::string kid,
                                          std::optional<ContentEncryption> only) {
    const KeyManagementTraits& kind = traits(algorithm);
    const bool takes_one = kind.family == KeyManagementFamily::direct || kind.family == KeyManagementFamily::aes_wrap ||
                           kind.family == KeyManagementFamily::gcm_wrap;
    if (!takes_one) return Error{Error::unsupported_algorithm, "the algorithm takes no shared secret"};
    if (looks_like_a_key_file(secret)) return Error{Error::invalid_key, "a key file is not a secret"};
    if (!has_length_for(kind, secret.size()) || (only && secret.size() != traits(*only).key_size)) {
        return Error{Error::weak_key, "the secret does not have the length that the algorithm takes"};
    }
    if (kind.family == KeyManagementFamily::direct)
        return EncryptionHalf(std::make_shared<Direct>(secret, std::move(kid), only));
    if (kind.family == KeyManagementFamily::aes_wrap) {
        return EncryptionHalf(std::make_shared<AesWrap>(algorithm, secret, std::move(kid)));
    }
    return EncryptionHalf(std::make_shared<GcmWrap>(algorithm, secret, std::move(kid)));
}

}  // namespace watchword::jose::detail
