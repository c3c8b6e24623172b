#pragma once
/// HMAC with SHA-2 (RFC 7518 section 3.2).

#include <watchword/base/result.hpp>
#include <watchword/jose/digest.hpp>
#include <watchword/jose/hmac_states.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose::detail {

class HmacMaterial final : public KeyMaterial {
  public:
    HmacMaterial(Algorithm algorithm, ByteView secret, std::string kid);
    bool verify(std::string_view signing_input, ByteView signature) const noexcept override;
    Bytes sign(std::string_view signing_input) const override;
    void append_signature(std::string& signing_input) const override;
    std::vector<PublicMember> public_members() const override;
    EvpKey evp_key() const override { return nullptr; }
    /// HMAC of a fixed label under the secret, truncated to 64 bits, in hexadecimal.
    std::string fingerprint() const;
    /// Bytes of the secret.
    std::size_t secret_size() const noexcept { return secret_.size(); }

  private:
    SecretBytes secret_;
    std::size_t size_;
    HmacStates states_;
};

/// PEM, DER, JWK or SSH text, also in base64 or behind a byte order mark: a key that others may know, handed in where a
/// secret belongs.
bool looks_like_a_key_file(ByteView secret);

}  // namespace watchword::jose::detail
