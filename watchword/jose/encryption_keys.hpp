#pragma once
/// Keys of JWE, each bound to exactly one key management algorithm for life, as signature keys are (keys.hpp).
/// Immutable, cheap to copy, thread-safe.

#include <watchword/base/bytes.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/encryption_algorithms.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose {

namespace detail {
struct EncryptionMaterial;
}

/// Encrypts for a recipient; a shared secret decrypts as well.
class EncryptionKey {
  public:
    KeyManagement algorithm() const noexcept;
    const std::string& kid() const noexcept;

    explicit EncryptionKey(std::shared_ptr<const detail::EncryptionMaterial> material) noexcept;
    const detail::EncryptionMaterial& material() const noexcept { return *material_; }

  private:
    std::shared_ptr<const detail::EncryptionMaterial> material_;
};

/// Decrypts.
class DecryptionKey {
  public:
    /// A shared secret for dir, A*KW or A*GCMKW. `dir` takes the lengths that a content encryption has (16, 24, 32, 48,
    /// 64 bytes), the others exactly their own.
    /// Errors: weak_key (wrong length), invalid_key (PEM, DER, JWK or SSH text), unsupported_algorithm.
    static Result<DecryptionKey> from_secret(KeyManagement algorithm, ByteView secret, std::string kid = {});
    /// A password for PBES2 (RFC 7518 section 4.8), UTF-8, not empty, at most 1024 bytes. Errors: weak_key, too_large,
    /// invalid_key (PEM, DER, JWK or SSH text), unsupported_algorithm.
    static Result<DecryptionKey> from_password(KeyManagement algorithm, const SecretBytes& password,
                                               std::string kid = {});

    KeyManagement algorithm() const noexcept;
    const std::string& kid() const noexcept;
    /// What encrypts for this key; for shared secrets and passwords the same secret.
    EncryptionKey encryption_key() const;

    explicit DecryptionKey(std::shared_ptr<const detail::EncryptionMaterial> material) noexcept;
    const detail::EncryptionMaterial& material() const noexcept { return *material_; }

  private:
    std::shared_ptr<const detail::EncryptionMaterial> material_;
};

/// `curve` for ECDH-ES: "P-256", "P-384", "P-521", "X25519" or "X448"; ignored by the others. RSA keys have 2048 bits.
/// Errors: unsupported_key (unknown curve), unsupported_algorithm (PBES2: passwords are chosen, not generated).
Result<DecryptionKey> generate_decryption_key(KeyManagement algorithm, Random& random, std::string_view curve = "P-256",
                                              std::string kid = {});

/// Reads a public or oct JWK for encrypting. `assumed` stands in for a missing `alg`; an `alg` that names a content
/// encryption is taken for `dir` (RFC 7520 section 5.6).
/// Errors: invalid_key, weak_key, unsupported_key, unsupported_algorithm, key_not_usable (`use` is not "enc", or
/// `key_ops` forbids it, or `alg` contradicts the key type).
Result<EncryptionKey> import_encryption_key(std::string_view jwk_json, std::optional<KeyManagement> assumed = {});
/// The same for decrypting: a private or oct JWK, whose halves must belong together.
Result<DecryptionKey> import_decryption_key(std::string_view jwk_json, std::optional<KeyManagement> assumed = {});

/// PEM (RFC 7468) as in pem.hpp. Errors: invalid_key, weak_key, unsupported_algorithm.
Result<EncryptionKey> import_encryption_key_pem(KeyManagement algorithm, std::string_view pem, std::string kid = {});
/// The same for one unencrypted private key.
Result<DecryptionKey> import_decryption_key_pem(KeyManagement algorithm, std::string_view pem, std::string kid = {});

/// Public JWK with `use` "enc". Error: key_not_usable for shared secrets and passwords.
Result<std::string> export_public_jwk(const EncryptionKey& key);
/// The private JWK. The long name is the warning.
SecretBytes export_private_jwk_in_the_clear(const DecryptionKey& key);
/// RFC 7638, base64url; as for signature keys, a secret's is not to be published.
std::string thumbprint(const EncryptionKey& key);

}  // namespace watchword::jose
