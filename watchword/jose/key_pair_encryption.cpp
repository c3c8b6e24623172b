// The algorithms with a public and a private half: RSA (RFC 7518 sections 4.2 and 4.3) and ECDH-ES (section 4.6).

#include <watchword/jose/aes_key_wrap.hpp>
#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk_text.hpp>
#include <watchword/jose/key_agreement.hpp>
#include <watchword/jose/key_members.hpp>
#include <watchword/jose/primitives.hpp>
#include <watchword/jose/rsa_padding.hpp>

#include <stdexcept>

namespace watchword::jose::detail {
namespace {

class KeyPair : public EncryptionMaterial {
  public:
    KeyPair(KeyManagement algorithm_, EvpKey key, EncryptionHalf public_half_, std::string kid_)
        : EncryptionMaterial(algorithm_, std::move(kid_)), key_(std::move(key)), public_(std::move(public_half_)) {}

    EncryptionHalf public_half() const override { return public_ ? public_ : shared_from_this(); }
    bool shares_a_secret() const noexcept override { return false; }
    std::vector<PublicMember> public_members() const override { return public_members_of(key_.get()); }
    std::vector<PrivateMember> private_members() const override {
        return public_ ? private_members_of(key_.get()) : std::vector<PrivateMember>();
    }

  protected:
    // OpenSSL does not change a key that is used, yet wants it mutable.
    EVP_PKEY* key() const noexcept { return key_.get(); }
    EVP_PKEY* private_key() const {
        if (!public_) throw std::logic_error("a public key does not decrypt");
        return key_.get();
    }

  private:
    EvpKey key_;
    /// Null if this is the public half itself.
    EncryptionHalf public_;
};

class RsaOaep final : public KeyPair {
  public:
    using KeyPair::KeyPair;

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest&) const override {
        Result<Bytes> wrapped = wrap(content_key.reveal());
        if (!wrapped) return wrapped.error();
        return Delivery{.encrypted_key = std::move(*wrapped), .header = {}};
    }
    Result<SecretBytes> receive(const Reception& reception) const override { return unwrap(reception.encrypted_key); }
    Result<Bytes> wrap(ByteView secret) const override { return rsa_encrypt(key(), traits(algorithm).digest, secret); }
    Result<SecretBytes> unwrap(ByteView wrapped) const override {
        return rsa_oaep_decrypt(private_key(), traits(algorithm).digest, wrapped);
    }
};

class RsaPkcs1 final : public KeyPair {
  public:
    using KeyPair::KeyPair;

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest&) const override {
        Result<Bytes> wrapped = rsa_encrypt(key(), nullptr, content_key.reveal());
        if (!wrapped) return wrapped.error();
        return Delivery{.encrypted_key = std::move(*wrapped), .header = {}};
    }
    Result<SecretBytes> receive(const Reception& reception) const override {
        return unwrap_of_size(reception.encrypted_key, reception.content.key_size);
    }
    // RFC 7516 section 11.5: "It is strongly recommended, in the event of receiving an improperly formatted key, that
    // the recipient substitute a randomly generated CEK and proceed to the next step".
    Result<SecretBytes> unwrap_of_size(ByteView wrapped, std::size_t size) const override {
        SecretBytes secret = SystemRandom().secret(size);
        rsa_pkcs1_decrypt(private_key(), wrapped, secret.writable());
        return secret;
    }
};

struct Parties {
    Bytes u;
    Bytes v;
};

// RFC 7518 sections 4.6.1.2 and 4.6.1.3.
Result<Parties> read_parties(const JweHeader& header) {
    auto u = header.bytes("apu");
    if (!u) return u.error();
    auto v = header.bytes("apv");
    if (!v) return v.error();
    return Parties{u->value_or(Bytes()), v->value_or(Bytes())};
}

class Agreement final : public KeyPair {
  public:
    using KeyPair::KeyPair;

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest& request) const override {
        const auto parties = read_parties(request.header);
        if (!parties) return parties.error();
        const EvpKey ephemeral(generate());
        const Result<SecretBytes> z = agree(ephemeral.get(), key());
        if (!z) return z.error();
        JwkText epk;
        epk.add(public_members_of(ephemeral.get()));
        Delivery delivery{.encrypted_key = {}, .header = {{"epk", std::string(epk.close())}}};
        SecretBytes derived = derive(*z, *parties, request.content);
        if (!wraps()) {
            content_key = std::move(derived);
            return delivery;
        }
        Result<Bytes> wrapped = wrap_with_aes(derived.reveal(), content_key.reveal());
        if (!wrapped) return wrapped.error();
        delivery.encrypted_key = std::move(*wrapped);
        return delivery;
    }

    Result<SecretBytes> receive(const Reception& reception) const override {
        // RFC 7516 section 5.2 step 10.
        if (!wraps() && !reception.encrypted_key.empty()) {
            return Error{Error::malformed, "ECDH-ES has no encrypted key"};
        }
        const auto parties = read_parties(reception.header);
        if (!parties) return parties.error();
        const Result<EvpKey> ephemeral = read_ephemeral(reception.header);
        if (!ephemeral) return ephemeral.error();
        const Result<SecretBytes> z = agree(private_key(), ephemeral->get());
        if (!z) return Error{Error::malformed, "epk is of small order"};
        SecretBytes derived = derive(*z, *parties, reception.content);
        if (!wraps()) return derived;
        return unwrap_with_aes(derived.reveal(), reception.encrypted_key);
    }

  private:
    bool wraps() const noexcept { return traits(algorithm).wrapping_key_size != 0; }

    EvpKey generate() const {
        const CurveTraits& curve = traits(*curve_of(key()));
        EvpKey fresh(curve.key_type == KeyType::ec ? EVP_EC_gen(curve.group)
                                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, curve.group));
        require(fresh != nullptr);
        return fresh;
    }

    // RFC 7518 section 4.6.2: AlgorithmID is `enc` where the result is the content encryption key itself, else `alg`.
    SecretBytes derive(const SecretBytes& z, const Parties& parties, const ContentEncryptionTraits& content) const {
        const std::size_t size = wraps() ? traits(algorithm).wrapping_key_size : content.key_size;
        return derive_agreed_key(z.reveal(), wraps() ? name(algorithm) : content.name, size, parties.u, parties.v);
    }

    // RFC 7518 section 4.6.1.1: "This key is represented as a JSON Web Key public key value." A point off the curve, or
    // on another one, would give our private key away, a little with each message.
    Result<EvpKey> read_ephemeral(const JweHeader& header) const {
        const auto epk = header.find("epk");
        if (!epk || epk->kind() != json::Value::Kind::object) return Error{Error::malformed, "epk is missing"};
        if (epk->find("d")) return Error{Error::malformed, "epk is private"};
        Result<EvpKey> point = read_asymmetric(*epk, Half::public_only);
        if (!point || EVP_PKEY_is_a(point->get(), "RSA") == 1 || curve_of(point->get()) != curve_of(key())) {
            return Error{Error::malformed, "epk is no point on the curve of the key"};
        }
        return point;
    }
};

using Make = EncryptionHalf (*)(KeyManagement, EvpKey, EncryptionHalf, std::string);

template <class Kind>
EncryptionHalf make(KeyManagement algorithm, EvpKey key, EncryptionHalf public_half, std::string kid) {
    return std::make_shared<Kind>(algorithm, std::move(key), std::move(public_half), std::move(kid));
}

Make maker_of(KeyManagementFamily family) {
    if (family == KeyManagementFamily::agreement) return make<Agreement>;
    return family == KeyManagementFamily::rsa_oaep ? make<RsaOaep> : make<RsaPkcs1>;
}

KeyRefusal check(EVP_PKEY* key, KeyManagementFamily family, Half half) {
    if (family != KeyManagementFamily::agreement) return check_rsa(key, half);
    const auto curve = curve_of(key);
    if (!curve || !traits(*curve).agrees) return Error{Error::invalid_key, "no key agreement is defined for this key"};
    if (traits(*curve).key_type == KeyType::ec) return check_ec(key, traits(*curve), half);
    std::size_t size = 0;
    if (half == Half::with_private && EVP_PKEY_get_raw_private_key(key, nullptr, &size) != 1) {
        return Error{Error::invalid_key, "d is missing"};
    }
    return std::nullopt;
}

}  // namespace

Result<EncryptionHalf> make_key_pair(KeyManagement algorithm, EvpKey key, Half half, std::string kid) {
    const KeyManagementFamily family = traits(algorithm).family;
    const bool takes_one = family == KeyManagementFamily::rsa_oaep || family == KeyManagementFamily::rsa_pkcs1 ||
                           family == KeyManagementFamily::agreement;
    if (!takes_one) return Error{Error::unsupported_algorithm, "the algorithm takes no key pair"};
    if (KeyRefusal refusal = check(key.get(), family, half)) return *refusal;
    const Make maker = maker_of(family);
    EncryptionHalf public_half = maker(algorithm, public_half_of(key.get()), nullptr, kid);
    if (half == Half::public_only) return public_half;
    return maker(algorithm, std::move(key), std::move(public_half), std::move(kid));
}

}  // namespace watchword::jose::detail
