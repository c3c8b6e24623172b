#include <watchword/base/crypto.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/hmac_material.hpp>

#include <algorithm>

namespace watchword::jose::detail {
namespace {

DigestContext state_after(const EVP_MD* digest, ByteView block_key, std::uint8_t pad) {
    SecretBytes block(static_cast<std::size_t>(EVP_MD_get_block_size(digest)));
    std::ranges::copy(block_key, block.writable().begin());
    for (std::uint8_t& byte : block.writable())
        byte ^= pad;
    DigestContext context(EVP_MD_CTX_new());
    require(context && EVP_DigestInit_ex(context.get(), digest, nullptr) == 1 &&
            EVP_DigestUpdate(context.get(), block.reveal().data(), block.size()) == 1);
    return context;
}

// RFC 2104 section 2: a key longer than a block is hashed first.
SecretBytes key_of_a_block(const EVP_MD* digest, ByteView secret) {
    if (secret.size() <= static_cast<std::size_t>(EVP_MD_get_block_size(digest))) return SecretBytes(secret);
    DigestBytes hashed;
    require(hash(digest, as_text(secret), hashed));
    SecretBytes key(ByteView(hashed).first(static_cast<std::size_t>(EVP_MD_get_size(digest))));
    wipe(hashed.data(), hashed.size());
    return key;
}

}  // namespace

HmacMaterial::HmacMaterial(Algorithm algorithm_, ByteView secret, std::string kid_)
    : KeyMaterial(algorithm_, std::move(kid_)), secret_(secret), size_(traits(algorithm_).digest_size) {
    const EVP_MD* const digest = digest_of(algorithm);
    const SecretBytes key = key_of_a_block(digest, secret);
    inner_ = state_after(digest, key.reveal(), 0x36);
    outer_ = state_after(digest, key.reveal(), 0x5c);
}

bool HmacMaterial::compute(std::string_view text, DigestBytes& tag) const noexcept {
    EVP_MD_CTX* const context = thread_digest_context();
    return context != nullptr && EVP_MD_CTX_copy_ex(context, inner_.get()) == 1 &&
           EVP_DigestUpdate(context, text.data(), text.size()) == 1 &&
           EVP_DigestFinal_ex(context, tag.data(), nullptr) == 1 && EVP_MD_CTX_copy_ex(context, outer_.get()) == 1 &&
           EVP_DigestUpdate(context, tag.data(), size_) == 1 && EVP_DigestFinal_ex(context, tag.data(), nullptr) == 1;
}

bool HmacMaterial::verify(std::string_view signing_input, ByteView signature) const noexcept {
    // JOSE knows no truncated tags.
    if (signature.size() != size_) return false;
    DigestBytes tag;
    return compute(signing_input, tag) && constant_time_equal(ByteView(tag).first(size_), signature);
}

Bytes HmacMaterial::sign(std::string_view signing_input) const {
    DigestBytes tag;
    require(compute(signing_input, tag));
    return Bytes(tag.begin(), tag.begin() + static_cast<std::ptrdiff_t>(size_));
}

std::string HmacMaterial::fingerprint() const {
    constexpr std::string_view label = "watchword secret fingerprint v1";
    return to_hex(ByteView(crypto::hmac_sha256(secret_.reveal(), as_bytes(label))).first(8));
}

std::vector<PublicMember> HmacMaterial::public_members() const {
    return {{"k", encode_base64url(secret_.reveal())}, {"kty", std::string(name(KeyType::oct))}};
}

}  // namespace watchword::jose::detail
