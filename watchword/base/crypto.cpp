#include <watchword/base/crypto.hpp>

#include <bit>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

namespace watchword::crypto {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;

void require(bool ok) {
    if (!ok) throw std::runtime_error("OpenSSL refused a basic operation");
}

int length(std::size_t size) {
    require(size <= 0x7fffffff);
    return static_cast<int>(size);
}

const EVP_MD* digest_of(Pbkdf2Hash hash) {
    switch (hash) {
        case Pbkdf2Hash::sha1:
            return EVP_sha1();
        case Pbkdf2Hash::sha256:
            return EVP_sha256();
        case Pbkdf2Hash::sha384:
            return EVP_sha384();
        case Pbkdf2Hash::sha512:
            return EVP_sha512();
    }
    return nullptr;
}

}  // namespace

Digest sha256(ByteView data) {
    Digest digest;
    require(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
    return digest;
}

Digest hmac_sha256(ByteView key, ByteView data) {
    Digest digest;
    unsigned size = digest.size();
    require(HMAC(EVP_sha256(), key.data(), length(key.size()), data.data(), data.size(), digest.data(), &size) !=
            nullptr);
    return digest;
}

SecretBytes hkdf_sha256(ByteView secret, std::string_view info, std::size_t size) {
    const std::unique_ptr<EVP_PKEY_CTX, Free> context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    SecretBytes derived(size);
    std::size_t written = size;
    require(context && EVP_PKEY_derive_init(context.get()) == 1 &&
            EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
            EVP_PKEY_CTX_set1_hkdf_key(context.get(), secret.data(), length(secret.size())) == 1 &&
            EVP_PKEY_CTX_add1_hkdf_info(context.get(), as_bytes(info).data(), length(info.size())) == 1 &&
            EVP_PKEY_derive(context.get(), derived.writable().data(), &written) == 1 && written == size);
    return derived;
}

SecretBytes pbkdf2(Pbkdf2Hash hash, ByteView password, ByteView salt, std::uint32_t iterations, std::size_t size) {
    require(iterations > 0 && size > 0);
    SecretBytes derived(size);
    require(PKCS5_PBKDF2_HMAC(as_text(password).data(), length(password.size()), salt.data(), length(salt.size()),
                              length(iterations), digest_of(hash), length(size), derived.writable().data()) == 1);
    return derived;
}

bool is_valid(const ScryptCost& cost) noexcept {
    constexpr std::uint64_t most_blocks = max_scrypt_memory / 128;
    // RFC 7914 section 6: N is "less than 2^(128 * r / 8)".
    if (cost.r < 4 && cost.n >= std::uint64_t{1} << (16 * cost.r)) return false;
    return cost.n > 1 && std::has_single_bit(cost.n) && cost.r > 0 && cost.p > 0 && cost.r <= most_blocks / cost.p &&
           cost.n <= most_blocks / cost.r;
}

Result<SecretBytes> scrypt(ByteView password, ByteView salt, const ScryptCost& cost, std::size_t size) {
    require(is_valid(cost) && size > 0);
    SecretBytes derived(size);
    // OpenSSL counts p blocks of input and some scratch beside the memory of N; `is_valid` bounds them all.
    constexpr std::uint64_t most = 3 * max_scrypt_memory;
    const int ok = EVP_PBE_scrypt(as_text(password).data(), password.size(), salt.data(), salt.size(), cost.n, cost.r,
                                  cost.p, most, derived.writable().data(), derived.size());
    if (ok != 1) {
        ERR_clear_error();
        return Error(Error::overloaded, "no memory for scrypt");
    }
    return derived;
}

Bytes seal(ByteView key, ByteView plain, ByteView bound_to, Random& random) {
    require(key.size() == key_size);
    Bytes sealed(nonce_size + plain.size() + tag_size);
    random.fill(std::span(sealed).first(nonce_size));
    const CipherContext context(EVP_CIPHER_CTX_new());
    std::uint8_t* const text = sealed.data() + nonce_size;
    int written = 0;
    require(context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), sealed.data()) == 1 &&
            EVP_EncryptUpdate(context.get(), nullptr, &written, bound_to.data(), length(bound_to.size())) == 1 &&
            EVP_EncryptUpdate(context.get(), text, &written, plain.data(), length(plain.size())) == 1 &&
            EVP_EncryptFinal_ex(context.get(), text + written, &written) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, text + plain.size()) == 1);
    return sealed;
}

Result<SecretBytes> open(ByteView key, ByteView sealed, ByteView bound_to) {
    require(key.size() == key_size);
    if (sealed.size() < nonce_size + tag_size) return Error::decryption_failed;
    const ByteView text = sealed.subspan(nonce_size, sealed.size() - nonce_size - tag_size);
    std::array<std::uint8_t, tag_size> tag;
    std::memcpy(tag.data(), sealed.data() + sealed.size() - tag_size, tag_size);

    const CipherContext context(EVP_CIPHER_CTX_new());
    SecretBytes plain(text.size());
    int written = 0;
    require(context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), sealed.data()) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1 &&
            EVP_DecryptUpdate(context.get(), nullptr, &written, bound_to.data(), length(bound_to.size())) == 1 &&
            EVP_DecryptUpdate(context.get(), plain.writable().data(), &written, text.data(), length(text.size())) == 1);
    if (EVP_DecryptFinal_ex(context.get(), nullptr, &written) != 1) return Error::decryption_failed;
    return plain;
}

}  // namespace watchword::crypto
