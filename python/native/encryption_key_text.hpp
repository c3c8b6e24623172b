#pragma once
/// Keys of JWE from what Python holds: text is a JWK or PEM; bytes are the secret itself for the algorithms that share
/// one, and else text again.

#include <watchword/base/result.hpp>
#include <watchword/jose/encryption_keys.hpp>

#include <string>
#include <string_view>

namespace watchword::python {

/// What Python handed over. The view lives as long as its object.
struct KeyText {
    std::string_view content;
    bool is_bytes = false;
};

/// Errors: as encryption_keys.hpp says for each form.
Result<jose::DecryptionKey> read_decryption_key(jose::KeyManagement algorithm, const KeyText& text);
/// A private key encrypts as its public half does. `kid` is for keys that bring none: secrets and PEM.
Result<jose::EncryptionKey> read_encryption_key(jose::KeyManagement algorithm, const KeyText& text, std::string kid);

}  // namespace watchword::python
