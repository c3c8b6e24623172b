#include <watchword/jose/base64url.hpp>
#include <watchword/jose/curves.hpp>
#include <watchword/jose/ed448_material.hpp>
#include <watchword/jose/ed448_point.hpp>

#include <array>

#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

constexpr std::size_t key_size = 57;
constexpr std::size_t signature_size = 114;

using PublicPoint = std::array<std::uint8_t, key_size>;

// Started once a key; a signature works on a copy (0.1 us), since OpenSSL promises only one use of each, and copying
// takes no lock. (Starting anew takes 1.5 us and looks the algorithm up in a shared table.)
DigestContext copy_of(const EVP_MD_CTX* started) noexcept {
    DigestContext copy(EVP_MD_CTX_new());
    if (!copy || EVP_MD_CTX_copy_ex(copy.get(), started) != 1) return nullptr;
    return copy;
}

class Ed448Public final : public KeyMaterial {
  public:
    Ed448Public(Algorithm algorithm_, const PublicPoint& x, std::string kid_)
        : KeyMaterial(algorithm_, std::move(kid_)),
          x_(x),
          key_(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED448, nullptr, x.data(), x.size())),
          started_(EVP_MD_CTX_new()) {
        require(key_ && started_ && EVP_DigestVerifyInit(started_.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
    }

    bool verify(std::string_view signing_input, ByteView signature) const noexcept override {
        if (signature.size() != signature_size) return false;
        const DigestContext context = copy_of(started_.get());
        const ByteView text = as_bytes(signing_input);
        if (context &&
            EVP_DigestVerify(context.get(), signature.data(), signature.size(), text.data(), text.size()) == 1) {
            return true;
        }
        ERR_clear_error();
        return false;
    }
    std::vector<PublicMember> public_members() const override {
        return {{"crv", std::string(traits(Curve::ed448).name)},
                {"kty", std::string(name(KeyType::okp))},
                {"x", encode_base64url(x_)}};
    }
    EvpKey evp_key() const override { return share(key_.get()); }

  private:
    PublicPoint x_;
    EvpKey key_;
    DigestContext started_;
};

class Ed448Private final : public KeyMaterial {
  public:
    Ed448Private(Algorithm algorithm_, EvpKey key, Material public_half, std::string kid_)
        : KeyMaterial(algorithm_, std::move(kid_)),
          key_(std::move(key)),
          started_(EVP_MD_CTX_new()),
          public_(std::move(public_half)) {
        require(started_ && EVP_DigestSignInit(started_.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
    }

    bool verify(std::string_view signing_input, ByteView signature) const noexcept override {
        return public_->verify(signing_input, signature);
    }
    Bytes sign(std::string_view signing_input) const override {
        const DigestContext context = copy_of(started_.get());
        Bytes signature(signature_size);
        std::size_t size = signature.size();
        const ByteView text = as_bytes(signing_input);
        require(context && EVP_DigestSign(context.get(), signature.data(), &size, text.data(), text.size()) == 1 &&
                size == signature.size());
        return signature;
    }
    Material public_half() const override { return public_; }
    std::vector<PublicMember> public_members() const override { return public_->public_members(); }
    std::vector<PrivateMember> private_members() const override {
        SecretBytes d(key_size);
        std::size_t size = d.size();
        require(EVP_PKEY_get_raw_private_key(key_.get(), d.writable().data(), &size) == 1 && size == d.size());
        std::vector<PrivateMember> found;
        found.emplace_back("d", std::move(d));
        return found;
    }
    EvpKey evp_key() const override { return share(key_.get()); }

  private:
    EvpKey key_;
    DigestContext started_;
    Material public_;
};

}  // namespace

Result<Material> make_ed448_public(Algorithm algorithm, ByteView x, std::string kid) {
    PublicPoint point;
    if (x.size() != point.size()) return Error{Error::invalid_key, "x does not have the length of an Ed448 key"};
    if (!is_sound_ed448_point(x)) return Error{Error::invalid_key, "x is not on Ed448"};
    std::copy(x.begin(), x.end(), point.begin());
    return Material(std::make_shared<Ed448Public>(algorithm, point, std::move(kid)));
}

Result<Material> make_ed448_private(Algorithm algorithm, ByteView d, ByteView x, std::string kid) {
    if (d.size() != key_size) return Error{Error::invalid_key, "d does not have the length of an Ed448 key"};
    EvpKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED448, nullptr, d.data(), d.size()));
    PublicPoint point;
    std::size_t size = point.size();
    require(key && EVP_PKEY_get_raw_public_key(key.get(), point.data(), &size) == 1 && size == point.size());
    if (!x.empty() && !constant_time_equal(x, point)) return Error{Error::invalid_key, "d does not belong to x"};
    Material public_half = std::make_shared<Ed448Public>(algorithm, point, kid);
    return Material(std::make_shared<Ed448Private>(algorithm, std::move(key), std::move(public_half), std::move(kid)));
}

}  // namespace watchword::jose::detail
