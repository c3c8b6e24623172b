#pragma once
/// What a key of JWE is made of: one implementation a family of algorithms. Internal to jose.

#include <watchword/base/bytes.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/encryption_traits.hpp>
#include <watchword/jose/jwe_header.hpp>
#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_material.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchword::jose::detail {

/// What a recipient is sent: the wrapped content encryption key and the header members that go with it, their values
/// as JSON.
struct Delivery {
    Bytes encrypted_key;
    std::vector<std::pair<std::string_view, std::string>> header;
};

struct DeliveryRequest {
    const ContentEncryptionTraits& content;
    /// What the caller puts into the header, for `apu` and `apv`.
    const JweHeader& header;
    std::uint32_t password_iterations;
    Random& random;
};

/// What has arrived for one recipient.
struct Reception {
    const ContentEncryptionTraits& content;
    const JweHeader& header;
    ByteView encrypted_key;
    /// How often a password may still be hashed for this JWE; PBES2 takes off what it uses.
    std::uint32_t& password_iterations_left;
};

struct EncryptionMaterial : std::enable_shared_from_this<EncryptionMaterial> {
    EncryptionMaterial(KeyManagement algorithm_, std::string kid_) : algorithm(algorithm_), kid(std::move(kid_)) {}
    virtual ~EncryptionMaterial() = default;
    EncryptionMaterial(const EncryptionMaterial&) = delete;
    EncryptionMaterial& operator=(const EncryptionMaterial&) = delete;

    /// Wraps `content_key`; an algorithm that settles the content encryption key (dir, ECDH-ES) writes it there
    /// instead. Errors: weak_key, key_not_usable (dir with another `enc`), malformed (`apu`, `apv`, iterations).
    virtual Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest& request) const = 0;
    /// The content encryption key. Errors: malformed, too_large, unknown_key for what anybody can see to be wrong;
    /// decryption_failed without detail for what depends on the key. Throws std::logic_error for a public key.
    virtual Result<SecretBytes> receive(const Reception& reception) const = 0;

    /// The operations of primitives.hpp. Error for the families without them: unsupported_algorithm.
    virtual Result<Bytes> wrap(ByteView secret) const;
    virtual Result<SecretBytes> unwrap(ByteView wrapped) const;
    virtual Result<SecretBytes> unwrap_of_size(ByteView wrapped, std::size_t size) const;

    /// What encrypts: itself, unless this is a private key.
    virtual std::shared_ptr<const EncryptionMaterial> public_half() const { return shared_from_this(); }
    /// Whether the one who encrypts can decrypt as well.
    virtual bool shares_a_secret() const noexcept { return true; }
    /// Exactly the members that RFC 7638 section 3.2 hashes, in their order. For a shared secret that is the secret.
    virtual std::vector<PublicMember> public_members() const = 0;
    virtual std::vector<PrivateMember> private_members() const { return {}; }
    /// `alg` of its JWK.
    virtual std::string_view jwk_algorithm() const noexcept { return name(algorithm); }

    const KeyManagement algorithm;
    const std::string kid;
};

using EncryptionHalf = std::shared_ptr<const EncryptionMaterial>;

/// For dir, A*KW and A*GCMKW. `only` binds a key of dir to one content encryption.
/// Errors: weak_key, invalid_key, unsupported_algorithm.
Result<EncryptionHalf> make_shared_secret(KeyManagement algorithm, ByteView secret, std::string kid,
                                          std::optional<ContentEncryption> only = std::nullopt);
/// For PBES2. Errors: weak_key (empty), too_large, invalid_key (a key file), unsupported_algorithm.
Result<EncryptionHalf> make_password(KeyManagement algorithm, ByteView password, std::string kid);
/// For RSA and ECDH-ES: checks the key, and drops the private half if there is one and `half` does not ask for it.
/// Errors: invalid_key, weak_key, unsupported_algorithm.
Result<EncryptionHalf> make_key_pair(KeyManagement algorithm, EvpKey key, Half half, std::string kid);

}  // namespace watchword::jose::detail
