#include <python/native/encryption_key_text.hpp>

namespace watchword::python {
namespace {

using jose::DecryptionKey;
using jose::EncryptionKey;
using jose::KeyManagement;

bool is_password_based(KeyManagement algorithm) noexcept {
    return algorithm == KeyManagement::PBES2_HS256_A128KW || algorithm == KeyManagement::PBES2_HS384_A192KW ||
           algorithm == KeyManagement::PBES2_HS512_A256KW;
}

bool is_shared(KeyManagement algorithm) noexcept {
    switch (algorithm) {
        case KeyManagement::dir:
        case KeyManagement::A128KW:
        case KeyManagement::A192KW:
        case KeyManagement::A256KW:
        case KeyManagement::A128GCMKW:
        case KeyManagement::A192GCMKW:
        case KeyManagement::A256GCMKW:
            return true;
        default:
            return is_password_based(algorithm);
    }
}

bool is_jwk(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

Result<DecryptionKey> from_shared(KeyManagement algorithm, std::string_view secret, std::string kid) {
    if (is_password_based(algorithm)) {
        return DecryptionKey::from_password(algorithm, SecretBytes(secret), std::move(kid));
    }
    return DecryptionKey::from_secret(algorithm, as_bytes(secret), std::move(kid));
}

bool is_secret(KeyManagement algorithm, const KeyText& text) noexcept {
    return text.is_bytes && is_shared(algorithm);
}

}  // namespace

Result<DecryptionKey> read_decryption_key(KeyManagement algorithm, const KeyText& text) {
    if (is_secret(algorithm, text)) return from_shared(algorithm, text.content, {});
    return is_jwk(text.content) ? jose::import_decryption_key(text.content, algorithm)
                                : jose::import_decryption_key_pem(algorithm, text.content);
}

Result<EncryptionKey> read_encryption_key(KeyManagement algorithm, const KeyText& text, std::string kid) {
    if (is_secret(algorithm, text)) {
        const auto shared = from_shared(algorithm, text.content, std::move(kid));
        if (!shared) return shared.error();
        return shared->encryption_key();
    }
    auto key = is_jwk(text.content) ? jose::import_encryption_key(text.content, algorithm)
                                    : jose::import_encryption_key_pem(algorithm, text.content, kid);
    if (key || is_jwk(text.content)) return key;
    const auto with_private = jose::import_decryption_key_pem(algorithm, text.content, std::move(kid));
    if (!with_private) return key.error();
    return with_private->encryption_key();
}

}  // namespace watchword::python
