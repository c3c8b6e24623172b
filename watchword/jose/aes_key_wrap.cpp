#include <watchword/jose/aes_key_wrap.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

constexpr std::size_t block = 8;
// Beyond any key; keeps the lengths within OpenSSL's int.
constexpr std::size_t largest_secret = 1024 * 1024;

enum class Direction : int { unwrap = 0, wrap = 1 };

const char* cipher_name(std::size_t key_size) {
    if (key_size == 16) return "AES-128-WRAP";
    return key_size == 24 ? "AES-192-WRAP" : "AES-256-WRAP";
}

// `out` has room for a block more than `in`: OpenSSL's unwrapping writes that far.
bool pass(Direction direction, ByteView key, ByteView in, std::span<std::uint8_t> out, std::size_t expected) {
    const Cipher cipher(EVP_CIPHER_fetch(nullptr, cipher_name(key.size()), nullptr));
    const CipherContext context(EVP_CIPHER_CTX_new());
    require(cipher && context);
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    require(EVP_CipherInit_ex2(context.get(), cipher.get(), key.data(), nullptr, static_cast<int>(direction),
                               nullptr) == 1);
    int written = 0;
    const bool ok = EVP_CipherUpdate(context.get(), out.data(), &written, in.data(), static_cast<int>(in.size())) == 1;
    ERR_clear_error();
    return ok && static_cast<std::size_t>(written) == expected;
}

}  // namespace

Result<Bytes> wrap_with_aes(ByteView key, ByteView secret) {
    if (secret.size() < 2 * block || secret.size() % block != 0 || secret.size() > largest_secret) {
        return Error{Error::malformed, "AES Key Wrap takes 16 bytes or more, in blocks of 8"};
    }
    Bytes wrapped(secret.size() + 2 * block);
    require(pass(Direction::wrap, key, secret, wrapped, secret.size() + block));
    wrapped.resize(secret.size() + block);
    return wrapped;
}

Result<SecretBytes> unwrap_with_aes(ByteView key, ByteView wrapped) {
    if (wrapped.size() < 3 * block || wrapped.size() % block != 0 || wrapped.size() > largest_secret) {
        return Error::decryption_failed;
    }
    SecretBytes room(wrapped.size() + block);
    const std::size_t size = wrapped.size() - block;
    if (!pass(Direction::unwrap, key, wrapped, room.writable(), size)) return Error::decryption_failed;
    return SecretBytes(room.reveal().first(size));
}

}  // namespace watchword::jose::detail
