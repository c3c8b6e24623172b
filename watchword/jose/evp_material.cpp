#include <watchword/jose/base64url.hpp>
#include <watchword/jose/digest.hpp>
#include <watchword/jose/ecdsa_form.hpp>
#include <watchword/jose/ed25519_material.hpp>
#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_numbers.hpp>
#include <watchword/jose/thread_contexts.hpp>

#include <openssl/core_names.h>
#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

std::string number_text(const EVP_PKEY* key, const char* name) {
    const BigNumber number = number_of(key, name);
    require(number != nullptr);
    return encode_base64url(to_bytes(number.get()));
}

std::string coordinate_text(const EVP_PKEY* key, const char* name, std::size_t size) {
    const BigNumber number = number_of(key, name);
    require(number != nullptr);
    return encode_base64url(to_secret_bytes(number.get(), size).reveal());
}

std::vector<PublicMember> members_of(const EVP_PKEY* key, const AlgorithmTraits& kind) {
    const std::string kty(name(kind.key_type));
    if (kind.key_type == KeyType::rsa) {
        return {{"e", number_text(key, OSSL_PKEY_PARAM_RSA_E)},
                {"kty", kty},
                {"n", number_text(key, OSSL_PKEY_PARAM_RSA_N)}};
    }
    return {{"crv", std::string(kind.curve)},
            {"kty", kty},
            {"x", coordinate_text(key, OSSL_PKEY_PARAM_EC_PUB_X, kind.coordinate_size)},
            {"y", coordinate_text(key, OSSL_PKEY_PARAM_EC_PUB_Y, kind.coordinate_size)}};
}

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
    std::vector<PublicMember> public_members() const override { return members_of(prepared_.key(), traits(algorithm)); }
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
        return kind.family == Family::ecdsa ? from_der(signature, kind.coordinate_size) : signature;
    }
    Material public_half() const override { return public_; }
    std::vector<PublicMember> public_members() const override { return public_->public_members(); }
    std::vector<PrivateMember> private_members() const override;
    EvpKey evp_key() const override { return share(prepared_.key()); }

  private:
    PreparedKey prepared_;
    Material public_;
};

std::vector<PrivateMember> EvpPrivate::private_members() const {
    std::vector<PrivateMember> members;
    const auto add = [&](std::string_view member, const char* parameter, std::optional<std::size_t> size = {}) {
        const BigNumber number = number_of(prepared_.key(), parameter);
        if (number) members.emplace_back(member, to_secret_bytes(number.get(), size));
    };
    const AlgorithmTraits& kind = traits(algorithm);
    if (kind.key_type == KeyType::ec) {
        add("d", OSSL_PKEY_PARAM_PRIV_KEY, kind.coordinate_size);
        return members;
    }
    add("d", OSSL_PKEY_PARAM_RSA_D);
    add("p", OSSL_PKEY_PARAM_RSA_FACTOR1);
    add("q", OSSL_PKEY_PARAM_RSA_FACTOR2);
    add("dp", OSSL_PKEY_PARAM_RSA_EXPONENT1);
    add("dq", OSSL_PKEY_PARAM_RSA_EXPONENT2);
    add("qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
    return members;
}

// A key of its own, so that who may only verify does not hold what signs.
EvpKey copy_of_public_half(const EVP_PKEY* key, const AlgorithmTraits& kind) {
    const auto bytes = [key](const char* name) { return to_bytes(number_of(key, name).get()); };
    const auto padded = [&](const char* name) {
        const SecretBytes full = to_secret_bytes(number_of(key, name).get(), kind.coordinate_size);
        return Bytes(full.reveal().begin(), full.reveal().end());
    };
    Result<EvpKey> copy =
        kind.key_type == KeyType::rsa
            ? assemble_rsa({bytes(OSSL_PKEY_PARAM_RSA_N), bytes(OSSL_PKEY_PARAM_RSA_E), {}, {}, {}, {}, {}, {}})
            : assemble_ec(kind, {padded(OSSL_PKEY_PARAM_EC_PUB_X), padded(OSSL_PKEY_PARAM_EC_PUB_Y), {}});
    require(copy.has_value());
    return std::move(*copy);
}

bool agree(const KeyMaterial& signer, const KeyMaterial& verifier) {
    constexpr std::string_view text = "watchword checks that both halves of a key belong together";
    return verifier.verify(text, signer.sign(text));
}

template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> raw(const EVP_PKEY* key,
                                                  int (*get)(const EVP_PKEY*, unsigned char*, std::size_t*)) {
    std::array<std::uint8_t, Size> bytes;
    std::size_t size = bytes.size();
    if (EVP_PKEY_is_a(key, "ED25519") != 1 || get(key, bytes.data(), &size) != 1 || size != Size) return std::nullopt;
    return bytes;
}

}  // namespace

Result<Material> make_evp_public(Algorithm algorithm, EvpKey key, std::string kid) {
    const AlgorithmTraits& kind = traits(algorithm);
    if (std::optional<Error> refusal = check(key.get(), kind, Half::public_only)) return *refusal;
    return Material(std::make_shared<EvpPublic>(algorithm, copy_of_public_half(key.get(), kind), std::move(kid)));
}

Result<Material> make_evp_private(Algorithm algorithm, EvpKey key, std::string kid) {
    const AlgorithmTraits& kind = traits(algorithm);
    if (std::optional<Error> refusal = check(key.get(), kind, Half::with_private)) return *refusal;
    Material verifier = std::make_shared<EvpPublic>(algorithm, copy_of_public_half(key.get(), kind), kid);
    Material signer = std::make_shared<EvpPrivate>(algorithm, std::move(key), verifier, std::move(kid));
    if (!agree(*signer, *verifier)) return Error{Error::invalid_key, "the two halves do not belong together"};
    return signer;
}

Result<Material> make_public(Algorithm algorithm, EvpKey key, std::string kid) {
    if (algorithm != Algorithm::EdDSA) return make_evp_public(algorithm, std::move(key), std::move(kid));
    const auto x = raw<32>(key.get(), EVP_PKEY_get_raw_public_key);
    if (!x) return Error{Error::invalid_key, "this is no Ed25519 key"};
    return make_ed25519_public(*x, std::move(kid));
}

Result<Material> make_private(Algorithm algorithm, EvpKey key, std::string kid) {
    if (algorithm != Algorithm::EdDSA) return make_evp_private(algorithm, std::move(key), std::move(kid));
    auto d = raw<32>(key.get(), EVP_PKEY_get_raw_private_key);
    if (!d) return Error{Error::invalid_key, "this is no private Ed25519 key"};
    const SecretBytes seed{ByteView(*d)};
    wipe(d->data(), d->size());
    return make_ed25519_private(seed.reveal(), {}, std::move(kid));
}

}  // namespace watchword::jose::detail
