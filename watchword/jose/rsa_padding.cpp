#include <watchword/jose/rsa_padding.hpp>

#include <openssl/err.h>
#include <openssl/rsa.h>

namespace watchword::jose::detail {
namespace {

using Init = int (*)(EVP_PKEY_CTX*);

KeyContext start(EVP_PKEY* key, Init init, int padding) {
    KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    require(context && init(context.get()) == 1 && EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1);
    return context;
}

KeyContext start_oaep(EVP_PKEY* key, Init init, OaepHash hash) {
    KeyContext context = start(key, init, RSA_PKCS1_OAEP_PADDING);
    require(EVP_PKEY_CTX_set_rsa_oaep_md_name(context.get(), hash, nullptr) == 1 &&
            EVP_PKEY_CTX_set_rsa_mgf1_md_name(context.get(), hash, nullptr) == 1);
    return context;
}

std::size_t modulus_size(const EVP_PKEY* key) {
    return static_cast<std::size_t>(EVP_PKEY_get_size(key));
}

// What the message was padded to. Whether a ciphertext has the length of the modulus and is below it, everybody can
// see who has the public key: only those are failures here.
bool decrypt_unpadded(EVP_PKEY* key, ByteView wrapped, SecretBytes& padded) {
    if (wrapped.size() != padded.size()) return false;
    const KeyContext context = start(key, EVP_PKEY_decrypt_init, RSA_NO_PADDING);
    std::size_t size = padded.size();
    const bool ok =
        EVP_PKEY_decrypt(context.get(), padded.writable().data(), &size, wrapped.data(), wrapped.size()) == 1;
    ERR_clear_error();
    return ok && size == padded.size();
}

// 1 if `byte` is 0, else 0, without a branch.
unsigned is_zero(unsigned byte) {
    return (byte - 1U) >> 31;
}

// 0 if `padded` is 00 02 PS 00 M with `message_size` bytes M and at least 8 bytes PS, none of them 0 (RFC 8017 section
// 7.2.2 step 3). As the length of M is known, so is the place of every byte, and all are looked at, whatever they are.
unsigned padding_faults(ByteView padded, std::size_t message_size) {
    const std::size_t separator = padded.size() - message_size - 1;
    unsigned faults = padded[0] | (padded[1] ^ 2U) | padded[separator];
    for (std::size_t i = 2; i < separator; ++i)
        faults |= is_zero(padded[i]);
    return faults;
}

}  // namespace

Result<Bytes> rsa_encrypt(EVP_PKEY* key, OaepHash hash, ByteView secret) {
    const KeyContext context = hash == nullptr ? start(key, EVP_PKEY_encrypt_init, RSA_PKCS1_PADDING)
                                               : start_oaep(key, EVP_PKEY_encrypt_init, hash);
    Bytes wrapped(modulus_size(key));
    std::size_t size = wrapped.size();
    const bool ok = EVP_PKEY_encrypt(context.get(), wrapped.data(), &size, secret.data(), secret.size()) == 1;
    ERR_clear_error();
    if (!ok || size != wrapped.size()) return Error{Error::malformed, "the secret is too long for the RSA key"};
    return wrapped;
}

Result<SecretBytes> rsa_oaep_decrypt(EVP_PKEY* key, OaepHash hash, ByteView wrapped) {
    SecretBytes room(modulus_size(key));
    // RFC 8017 section 7.1.2 step 1: "If the length of the ciphertext C is not k octets [...], output decryption
    // error".
    if (wrapped.size() != room.size()) return Error::decryption_failed;
    const KeyContext context = start_oaep(key, EVP_PKEY_decrypt_init, hash);
    std::size_t size = room.size();
    const bool ok = EVP_PKEY_decrypt(context.get(), room.writable().data(), &size, wrapped.data(), wrapped.size()) == 1;
    ERR_clear_error();
    if (!ok || size > room.size()) return Error::decryption_failed;
    return SecretBytes(room.reveal().first(size));
}

// OpenSSL's own unpadding is not used: before 3.2 it tells by its return value whether the padding was right, which is
// Bleichenbacher's oracle.
void rsa_pkcs1_decrypt(EVP_PKEY* key, ByteView wrapped, std::span<std::uint8_t> message) {
    constexpr std::size_t least_padding = 11;
    SecretBytes padded(modulus_size(key));
    if (message.size() + least_padding > padded.size() || !decrypt_unpadded(key, wrapped, padded)) return;
    // Volatile, so that the compiler cannot learn that it is all ones or all zeros and branch on it.
    const volatile unsigned genuine = 0U - is_zero(padding_faults(padded.reveal(), message.size()));
    const auto mask = static_cast<std::uint8_t>(genuine);
    const ByteView sent = padded.reveal().last(message.size());
    for (std::size_t i = 0; i < message.size(); ++i)
        message[i] = static_cast<std::uint8_t>((sent[i] & mask) | (message[i] & ~mask));
}

}  // namespace watchword::jose::detail
