#include <watchword/base/crypto.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/key_members.hpp>

namespace watchword::jose::detail {

HmacMaterial::HmacMaterial(Algorithm algorithm_, ByteView secret, std::string kid_)
    : KeyMaterial(algorithm_, std::move(kid_)),
      secret_(secret),
      size_(traits(algorithm_).digest_size),
      states_(algorithm_, secret) {}

bool HmacMaterial::verify(std::string_view signing_input, ByteView signature) const noexcept {
    // JOSE knows no truncated tags.
    if (signature.size() != size_) return false;
    DigestBytes tag;
    return states_.compute(signing_input, tag) && constant_time_equal(ByteView(tag).first(size_), signature);
}

Bytes HmacMaterial::sign(std::string_view signing_input) const {
    DigestBytes tag;
    require(states_.compute(signing_input, tag));
    return Bytes(tag.begin(), tag.begin() + static_cast<std::ptrdiff_t>(size_));
}

void HmacMaterial::append_signature(std::string& signing_input) const {
    DigestBytes tag;
    require(states_.compute(signing_input, tag));
    signing_input += '.';
    append_base64url(signing_input, ByteView(tag).first(size_));
}

std::string HmacMaterial::fingerprint() const {
    constexpr std::string_view label = "watchword secret fingerprint v1";
    return to_hex(ByteView(crypto::hmac_sha256(secret_.reveal(), as_bytes(label))).first(8));
}

std::vector<PublicMember> HmacMaterial::public_members() const {
    return public_members_of_secret(secret_.reveal());
}

}  // namespace watchword::jose::detail
