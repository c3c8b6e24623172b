#pragma once
/// HMAC with SHA-2 (RFC 7518 section 3.2).

#include <watchword/base/result.hpp>
#include <watchword/jose/digest.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

class HmacMaterial final : public KeyMaterial {
  public:
    HmacMaterial(Algorithm algorithm, ByteView secret, std::string kid);
    bool verify(std::string_view signing_input, ByteView signature) const noexcept override;
    Bytes sign(std::string_view signing_input) const override;
    std::vector<PublicMember> public_members() const override;
    EvpKey evp_key() const override { return nullptr; }
    /// HMAC of a fixed label under the secret, truncated to 64 bits, in hexadecimal.
    std::string fingerprint() const;

  private:
    bool compute(std::string_view text, DigestBytes& tag) const noexcept;

    SecretBytes secret_;
    std::size_t size_;
    // The states after the padded key (RFC 2104 section 4), so that a tag costs no key set-up.
    DigestContext inner_;
    DigestContext outer_;
};

/// PEM, DER, JWK or SSH text: a key that others may know, handed in where a secret belongs.
bool looks_like_a_key_file(ByteView secret);

}  // namespace watchword::jose::detail
