#include <watchword/jose/digest.hpp>
#include <watchword/jose/ecdsa_form.hpp>
#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_members.hpp>
#include <watchword/jose/okp_material.hpp>
#include <watchword/jose/thread_contexts.hpp>

#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

class EvpPublic final : public KeyMaterial {
  public:
    EvpPublic(Algorithm algorithm_, EvpKey key, std::string kid_)
        : KeyMaterial(algorithm_, std::move(kid_)),
          prepared_(algorithm_, Operation::verify, std::move(key)),
          signature_size_(signature_size_of(prepared_.key(), traits(algorithm_))) {}

    bool verify(std::string_view signing_input, ByteView signature) const noexcept override {
        if (signature.size() != signature_size_) return false;
        DigestBytes digest;
        if (!hash(prepared_.digest(), signing_input, digest)) return false;
        if (traits(algorithm).family != Family::ecdsa) return matches(digest, signature);
        DerSignature der;
        return matches(digest, ByteView(der).first(to_der(signature, der)));
    }
    std::vector<PublicMember> public_members() const override { return public_members_of(prepared_.key()); }
    EvpKey evp_key() const override { return share(prepared_.key()); }

  private:
    // RFC 8017 section 8.2.2 step 1: an RSA signature is as long as the modulus.
    static std::size_t signature_size_of(const EVP_PKEY* key, const AlgorithmTraits& kind) {
        return kind.signature_size != 0 ? kind.signature_size : static_cast<std::size_t>(EVP_PKEY_get_size(key));
    }
    bool matches(const DigestBytes& digest, ByteView signature) const noexcept {
        EVP_PKEY_CTX* const context = prepared_.context();
        if (context != nullptr && EVP_PKEY_verify(context, signature.data(), signature.size(), digest.data(),
                                                  traits(algorithm).digest_size) == 1) {
            return true;
        }
        ERR_clear_error();
        return false;
    }

    PreparedKey prepared_;
    std::size_t signature_size_;
};

class EvpPrivate final : public KeyMaterial {
  public:
    EvpPrivate(Algorithm algorithm_, EvpKey key, Material public_half, std::string kid_)
        : KeyMaterial(algorithm_, std::move(kid_)),
          prepared_(algorithm_, Operation::sign, std::move(key)),
          public_(std::move(public_half)) {}

    bool verify(std::string_view signing_input, ByteView signature) const noexcept override {
        return public_->verify(signing_input, signature);
    }
    Bytes sign(std::string_view signing_input) const override {
        const AlgorithmTraits& kind = traits(algorithm);
        DigestBytes digest;
        require(hash(prepared_.digest(), signing_input, digest));
        std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(prepared_.key()));
        Bytes signature(size);
        require(EVP_PKEY_sign(prepared_.context(), signature.data(), &size, digest.data(), kind.digest_size) == 1);
        signature.resize(size);
        return kind.family == Family::ecdsa ? from_der(signature, kind.signature_size / 2) : signature;
    }
    Material public_half() const override { return public_; }
    std::vector<PublicMember> public_members() const override { return public_->public_members(); }
    std::vector<PrivateMember> private_members() const override { return private_members_of(prepared_.key()); }
    EvpKey evp_key() const override { return share(prepared_.key()); }

  private:
    PreparedKey prepared_;
    Material public_;
};

KeyRefusal check(EVP_PKEY* key, const AlgorithmTraits& wanted, Half half) {
    return wanted.key_type == KeyType::rsa ? check_rsa(key, half) : check_ec(key, traits(*wanted.curve), half);
}

bool agree(const KeyMaterial& signer, const KeyMaterial& verifier) {
    constexpr std::string_view text = "watchword checks that both halves of a key belong together";
    return verifier.verify(text, signer.sign(text));
}

}  // namespace

Result<Material> make_evp_public(Algorithm algorithm, EvpKey key, std::string kid) {
    const AlgorithmTraits& kind = traits(algorithm);
    if (KeyRefusal refusal = check(key.get(), kind, Half::public_only)) return *refusal;
    return Material(std::make_shared<EvpPublic>(algorithm, public_half_of(key.get()), std::move(kid)));
}

Result<Material> make_evp_private(Algorithm algorithm, EvpKey key, std::string kid) {
    const AlgorithmTraits& kind = traits(algorithm);
    if (KeyRefusal refusal = check(key.get(), kind, Half::with_private)) return *refusal;
    Material verifier = std::make_shared<EvpPublic>(algorithm, public_half_of(key.get()), kid);
    Material signer = std::make_shared<EvpPrivate>(algorithm, std::move(key), verifier, std::move(kid));
    if (!agree(*signer, *verifier)) return Error{Error::invalid_key, "the two halves do not belong together"};
    return signer;
}

Result<Material> make_public(Algorithm algorithm, EvpKey key, std::string kid) {
    if (traits(algorithm).key_type == KeyType::okp) return make_okp_public(algorithm, key.get(), std::move(kid));
    return make_evp_public(algorithm, std::move(key), std::move(kid));
}

Result<Material> make_private(Algorithm algorithm, EvpKey key, std::string kid) {
    if (traits(algorithm).key_type == KeyType::okp) return make_okp_private(algorithm, key.get(), std::move(kid));
    return make_evp_private(algorithm, std::move(key), std::move(kid));
}

}  // namespace watchword::jose::detail
