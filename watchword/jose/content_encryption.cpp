#include <watchword/jose/encryption_traits.hpp>
#include <watchword/jose/openssl_handles.hpp>
#include <watchword/jose/primitives.hpp>

#include <algorithm>
#include <array>
#include <limits>

#include <openssl/core_names.h>
#include <openssl/err.h>

namespace watchword::jose {
namespace {

using detail::require;

// With the padding of CBC.
constexpr std::size_t longest_ciphertext = largest_content + EVP_MAX_BLOCK_LENGTH;

enum class Direction : int { decrypt = 0, encrypt = 1 };

int length(std::size_t size) {
    require(size <= static_cast<std::size_t>(std::numeric_limits<int>::max()) - EVP_MAX_BLOCK_LENGTH);
    return static_cast<int>(size);
}

detail::CipherContext start(const char* name, Direction direction, ByteView key, ByteView vector) {
    const detail::Cipher cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
    detail::CipherContext context(EVP_CIPHER_CTX_new());
    require(cipher && context &&
            EVP_CipherInit_ex2(context.get(), cipher.get(), key.data(), vector.data(), static_cast<int>(direction),
                               nullptr) == 1);
    return context;
}

int pass(EVP_CIPHER_CTX* context, std::uint8_t* out, ByteView in) {
    int written = 0;
    if (in.empty()) return 0;
    require(EVP_CipherUpdate(context, out, &written, in.data(), length(in.size())) == 1);
    return written;
}

Ciphertext encrypt_gcm(const ContentEncryptionTraits& kind, ByteView key, ByteView vector, ByteView plaintext,
                       ByteView authenticated) {
    const detail::CipherContext context = start(kind.cipher, Direction::encrypt, key, vector);
    pass(context.get(), nullptr, authenticated);
    Ciphertext out{.content = Bytes(plaintext.size()), .tag = Bytes(kind.tag_size)};
    pass(context.get(), out.content.data(), plaintext);
    int written = 0;
    require(EVP_CipherFinal_ex(context.get(), out.tag.data(), &written) == 1 && written == 0 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, length(out.tag.size()), out.tag.data()) == 1);
    return out;
}

Result<SecretBytes> decrypt_gcm(const ContentEncryptionTraits& kind, ByteView key, ByteView vector, ByteView ciphertext,
                                ByteView tag, ByteView authenticated) {
    const detail::CipherContext context = start(kind.cipher, Direction::decrypt, key, vector);
    Bytes expected(tag.begin(), tag.end());
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, length(expected.size()), expected.data()) == 1);
    pass(context.get(), nullptr, authenticated);
    SecretBytes plaintext(ciphertext.size());
    pass(context.get(), plaintext.writable().data(), ciphertext);
    std::array<std::uint8_t, EVP_MAX_BLOCK_LENGTH> rest;
    int written = 0;
    if (EVP_CipherFinal_ex(context.get(), rest.data(), &written) == 1) return plaintext;
    ERR_clear_error();
    return Error::decryption_failed;
}

std::array<std::uint8_t, 8> big_endian_bits(std::size_t bytes) {
    std::array<std::uint8_t, 8> out;
    std::uint64_t bits = std::uint64_t{bytes} * 8;
    for (std::size_t i = out.size(); i-- > 0; bits >>= 8)
        out[i] = static_cast<std::uint8_t>(bits);
    return out;
}

// RFC 7518 section 5.2.2.1: the first half of HMAC(MAC_KEY, A || IV || E || AL).
Bytes cbc_tag(const ContentEncryptionTraits& kind, ByteView mac_key, ByteView vector, ByteView ciphertext,
              ByteView authenticated) {
    const detail::Mac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    const detail::MacContext context(EVP_MAC_CTX_new(mac.get()));
    std::string digest = kind.digest;
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()};
    require(mac && context && EVP_MAC_init(context.get(), mac_key.data(), mac_key.size(), parameters.data()) == 1);
    const auto bits = big_endian_bits(authenticated.size());
    for (const ByteView part : {authenticated, vector, ciphertext, ByteView(bits)})
        require(EVP_MAC_update(context.get(), part.data(), part.size()) == 1);
    Bytes tag(EVP_MAX_MD_SIZE);
    std::size_t size = 0;
    require(EVP_MAC_final(context.get(), tag.data(), &size, tag.size()) == 1 && size == 2 * kind.tag_size);
    tag.resize(kind.tag_size);
    return tag;
}

Ciphertext encrypt_cbc(const ContentEncryptionTraits& kind, ByteView key, ByteView vector, ByteView plaintext,
                       ByteView authenticated) {
    const std::size_t half = kind.key_size / 2;
    const detail::CipherContext context = start(kind.cipher, Direction::encrypt, key.subspan(half), vector);
    Bytes content(plaintext.size() + EVP_MAX_BLOCK_LENGTH);
    const int size = pass(context.get(), content.data(), plaintext);
    int rest = 0;
    require(EVP_CipherFinal_ex(context.get(), content.data() + size, &rest) == 1);
    content.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
    Bytes tag = cbc_tag(kind, key.first(half), vector, content, authenticated);
    return {.content = std::move(content), .tag = std::move(tag)};
}

// RFC 7518 section 5.2.2.2: the tag comes first, or the padding becomes an oracle.
Result<SecretBytes> decrypt_cbc(const ContentEncryptionTraits& kind, ByteView key, ByteView vector, ByteView ciphertext,
                                ByteView tag, ByteView authenticated) {
    const std::size_t half = kind.key_size / 2;
    const Bytes expected = cbc_tag(kind, key.first(half), vector, ciphertext, authenticated);
    if (!constant_time_equal(expected, tag)) return Error::decryption_failed;
    const detail::CipherContext context = start(kind.cipher, Direction::decrypt, key.subspan(half), vector);
    SecretBytes padded(ciphertext.size() + EVP_MAX_BLOCK_LENGTH);
    const int size = pass(context.get(), padded.writable().data(), ciphertext);
    int rest = 0;
    if (EVP_CipherFinal_ex(context.get(), padded.writable().data() + size, &rest) != 1) {
        ERR_clear_error();
        return Error::decryption_failed;
    }
    return SecretBytes(padded.reveal().first(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest)));
}

}  // namespace

Result<Ciphertext> encrypt_content(ContentEncryption encryption, ByteView key, ByteView initialization_vector,
                                   ByteView plaintext, ByteView authenticated) {
    const ContentEncryptionTraits& kind = traits(encryption);
    if (key.size() != kind.key_size) return Error{Error::weak_key, "the key has another length than the algorithm's"};
    if (initialization_vector.size() != kind.vector_size) {
        return Error{Error::malformed, "the initialization vector has another length than the algorithm's"};
    }
    if (std::max(plaintext.size(), authenticated.size()) > largest_content) return Error::too_large;
    const auto encrypt = kind.digest == nullptr ? encrypt_gcm : encrypt_cbc;
    return encrypt(kind, key, initialization_vector, plaintext, authenticated);
}

Result<SecretBytes> decrypt_content(ContentEncryption encryption, ByteView key, ByteView initialization_vector,
                                    ByteView ciphertext, ByteView tag, ByteView authenticated) {
    const ContentEncryptionTraits& kind = traits(encryption);
    if (key.size() != kind.key_size || initialization_vector.size() != kind.vector_size ||
        tag.size() != kind.tag_size || std::max(ciphertext.size(), authenticated.size()) > longest_ciphertext) {
        return Error::decryption_failed;
    }
    const auto decrypt = kind.digest == nullptr ? decrypt_gcm : decrypt_cbc;
    return decrypt(kind, key, initialization_vector, ciphertext, tag, authenticated);
}

}  // namespace watchword::jose
