#pragma once
/// Typed keys, each bound to exactly one algorithm for life (RFC 8725 section 3.1): a header can never choose what a
/// key is used for. Keys are immutable and cheap to copy (they share their material); all operations are thread-safe.
/// Import from JWK, PEM and DER: jwk.hpp, pem.hpp, der.hpp.

#include <watchword/base/bytes.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/algorithms.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace watchword::jose {

namespace detail {
struct KeyMaterial;  // one implementation a key type; holds the prepared contexts
}

/// Verifies, never signs. Made from a typed key; what `KeySource`s hand out.
class VerificationKey {
  public:
    Algorithm algorithm() const noexcept;
    /// The key id, or empty.
    const std::string& kid() const noexcept;
    /// The same for all copies of a key, and for no other key of this process, now or later. A key that is imported
    /// again is another one.
    std::uint64_t serial() const noexcept;
    /// True only for a genuine signature over exactly `signing_input` (RFC 7515 section 5.2 step 8). HMAC tags are
    /// compared in constant time; a signature of any other length than the algorithm's is false.
    [[nodiscard]] bool verify(std::string_view signing_input, ByteView signature) const noexcept;

    /// The same key, but counted apart: copies of the result do not touch the counter that copies of this one share.
    /// Threads that each copy from a key of their own do not slow each other down.
    VerificationKey counted_apart() const;

    /// Wraps shared material; typed keys convert themselves.
    explicit VerificationKey(std::shared_ptr<const detail::KeyMaterial> material) noexcept;
    const detail::KeyMaterial& material() const noexcept { return *material_; }

  private:
    std::shared_ptr<const detail::KeyMaterial> material_;
};

/// Signs, and gives the key that verifies what it signed.
class SigningKey {
  public:
    Algorithm algorithm() const noexcept;
    const std::string& kid() const noexcept;
    /// As VerificationKey::serial, but of the private key.
    std::uint64_t serial() const noexcept;
    /// The signature in JOSE form (ECDSA: R || S, RFC 7518 section 3.4).
    [[nodiscard]] Bytes sign(std::string_view signing_input) const;
    /// Signs what `signing_input` holds, then appends a period and the signature in base64url: the signing input of a
    /// compact JWS becomes the JWS (RFC 7515 section 3.1).
    void append_signature(std::string& signing_input) const;
    VerificationKey verification_key() const;

    explicit SigningKey(std::shared_ptr<const detail::KeyMaterial> material) noexcept;
    const detail::KeyMaterial& material() const noexcept { return *material_; }

  private:
    std::shared_ptr<const detail::KeyMaterial> material_;
};

/// A shared secret for HS256, HS384 or HS512.
class HmacKey {
  public:
    /// Errors: weak_key (shorter than the hash, RFC 7518 section 3.2), invalid_key (PEM, DER, JWK or SSH text: a public
    /// key is not a secret), unsupported_algorithm (not an HS algorithm).
    static Result<HmacKey> from_secret(Algorithm algorithm, ByteView secret, std::string kid = {});
    /// The same, but takes a secret of any length of at least one byte. Only for systems that cannot be changed yet.
    static Result<HmacKey> weak_for_compatibility(Algorithm algorithm, ByteView secret, std::string kid = {});
    /// Fresh, as long as the hash.
    static HmacKey generate(Algorithm algorithm, Random& random, std::string kid = {});

    /// Keyed and truncated: the same for the same secret everywhere, tells nothing about it, may be shown to people.
    std::string fingerprint() const;
    VerificationKey verification_key() const;
    SigningKey signing_key() const;
    const std::shared_ptr<const detail::KeyMaterial>& material() const noexcept { return material_; }

  private:
    explicit HmacKey(std::shared_ptr<const detail::KeyMaterial> material) noexcept : material_(std::move(material)) {}
    std::shared_ptr<const detail::KeyMaterial> material_;
};

/// A secret given as text (environment, file): its UTF-8 bytes with one trailing newline stripped, never hex-decoded.
SecretBytes secret_from_text(std::string_view text);

/// A fresh private key: RSA 2048 for RS and PS, the curve of the algorithm for ES, Ed25519 and Ed448, and
/// Ed25519 for EdDSA.
/// Error: unsupported_algorithm for HS (see HmacKey::generate).
Result<SigningKey> generate_signing_key(Algorithm algorithm, std::string kid = {});

}  // namespace watchword::jose
