#include <watchword/jose/base64url.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/ed25519_material.hpp>

#include <array>
#include <cstring>

#include <sodium.h>

namespace watchword::jose::detail {
namespace {

using PublicPoint = std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES>;

std::vector<PublicMember> members(ByteView x) {
    return {{"crv", std::string(traits(Curve::ed25519).name)},
            {"kty", std::string(name(KeyType::okp))},
            {"x", encode_base64url(x)}};
}

class Ed25519Public final : public KeyMaterial {
  public:
    Ed25519Public(Algorithm algorithm_, const PublicPoint& x, std::string kid_)
        : KeyMaterial(algorithm_, std::move(kid_)), x_(x) {}

    bool verify(std::string_view signing_input, ByteView signature) const noexcept override {
        if (signature.size() != crypto_sign_BYTES) return false;
        const ByteView text = as_bytes(signing_input);
        return crypto_sign_verify_detached(signature.data(), text.data(), text.size(), x_.data()) == 0;
    }
    std::vector<PublicMember> public_members() const override { return members(x_); }
    EvpKey evp_key() const override {
        return EvpKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, x_.data(), x_.size()));
    }

  private:
    PublicPoint x_;
};

class Ed25519Private final : public KeyMaterial {
  public:
    /// `secret` is libsodium's form: the seed, then the public point.
    Ed25519Private(Algorithm algorithm_, SecretBytes secret, Material public_half, std::string kid_)
        : KeyMaterial(algorithm_, std::move(kid_)), secret_(std::move(secret)), public_(std::move(public_half)) {}

    bool verify(std::string_view signing_input, ByteView signature) const noexcept override {
        return public_->verify(signing_input, signature);
    }
    Bytes sign(std::string_view signing_input) const override {
        Bytes signature(crypto_sign_BYTES);
        const ByteView text = as_bytes(signing_input);
        require(crypto_sign_detached(signature.data(), nullptr, text.data(), text.size(), secret_.reveal().data()) ==
                0);
        return signature;
    }
    Material public_half() const override { return public_; }
    std::vector<PublicMember> public_members() const override { return public_->public_members(); }
    std::vector<PrivateMember> private_members() const override {
        std::vector<PrivateMember> found;
        found.emplace_back("d", SecretBytes(seed()));
        return found;
    }
    EvpKey evp_key() const override {
        return EvpKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed().data(), seed().size()));
    }

  private:
    ByteView seed() const noexcept { return secret_.reveal().first(crypto_sign_SEEDBYTES); }

    SecretBytes secret_;
    Material public_;
};

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    require(started);
}

}  // namespace

Result<Material> make_ed25519_public(Algorithm algorithm, ByteView x, std::string kid) {
    start_sodium();
    PublicPoint point;
    if (x.size() != point.size()) return Error{Error::invalid_key, "x does not have the length of an Ed25519 key"};
    std::memcpy(point.data(), x.data(), point.size());
    // Canonical, on the curve and in the group: RFC 8032 section 5.1.3; others verify what nobody signed.
    if (crypto_core_ed25519_is_valid_point(point.data()) != 1) return Error{Error::invalid_key, "x is not on Ed25519"};
    return Material(std::make_shared<Ed25519Public>(algorithm, point, std::move(kid)));
}

Result<Material> make_ed25519_private(Algorithm algorithm, ByteView d, ByteView x, std::string kid) {
    start_sodium();
    if (d.size() != crypto_sign_SEEDBYTES) {
        return Error{Error::invalid_key, "d does not have the length of an Ed25519 key"};
    }
    PublicPoint point;
    SecretBytes secret(crypto_sign_SECRETKEYBYTES);
    require(crypto_sign_seed_keypair(point.data(), secret.writable().data(), d.data()) == 0);
    if (!x.empty() && !constant_time_equal(x, point)) return Error{Error::invalid_key, "d does not belong to x"};
    Material public_half = std::make_shared<Ed25519Public>(algorithm, point, kid);
    return Material(
        std::make_shared<Ed25519Private>(algorithm, std::move(secret), std::move(public_half), std::move(kid)));
}

}  // namespace watchword::jose::detail
