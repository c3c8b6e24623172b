#pragma once
/// What a key is made of: one implementation a kind of key. Internal to jose.

#include <watchword/base/bytes.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchword::jose::detail {

/// A member of a JWK.
using PublicMember = std::pair<std::string_view, std::string>;
/// A private number of a JWK, not yet in base64url.
using PrivateMember = std::pair<std::string_view, SecretBytes>;

struct KeyMaterial : std::enable_shared_from_this<KeyMaterial> {
    KeyMaterial(Algorithm algorithm_, std::string kid_) : algorithm(algorithm_), kid(std::move(kid_)) {}
    virtual ~KeyMaterial() = default;
    KeyMaterial(const KeyMaterial&) = delete;
    KeyMaterial& operator=(const KeyMaterial&) = delete;

    virtual bool verify(std::string_view signing_input, ByteView signature) const noexcept = 0;
    /// Throws std::logic_error for a public key.
    virtual Bytes sign(std::string_view signing_input) const;
    /// Appends a period and the signature of what stood before it, in base64url.
    virtual void append_signature(std::string& signing_input) const;
    /// What verifies: itself, unless this is a private key.
    virtual std::shared_ptr<const KeyMaterial> public_half() const { return shared_from_this(); }

    /// Exactly the members that RFC 7638 section 3.2 hashes, in their order. For an HMAC key that is the secret.
    virtual std::vector<PublicMember> public_members() const = 0;
    /// The others, of a private key.
    virtual std::vector<PrivateMember> private_members() const { return {}; }
    /// For PEM; null for an HMAC key.
    virtual EvpKey evp_key() const = 0;

    const Algorithm algorithm;
    const std::string kid;
    /// Names this material for ever: unlike its address, it is never given to another.
    const std::uint64_t serial = next_serial();

  private:
    static std::uint64_t next_serial() noexcept;
};

using Material = std::shared_ptr<const KeyMaterial>;

}  // namespace watchword::jose::detail
