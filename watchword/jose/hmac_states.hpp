#pragma once
/// The two SHA-2 states behind an HMAC key (RFC 2104 section 4): a tag then costs no key set-up and no allocation.

#include <watchword/base/bytes.hpp>
#include <watchword/jose/digest.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace watchword::jose::detail {

/// Immutable after its construction, wiped at its end. Thread-safe.
class HmacStates {
  public:
    /// For HS256, HS384 or HS512; a secret longer than a block is hashed first (RFC 2104 section 2). Throws
    /// std::runtime_error for any other algorithm, or if OpenSSL is broken.
    HmacStates(Algorithm algorithm, ByteView secret);
    ~HmacStates();
    HmacStates(const HmacStates&) = delete;
    HmacStates& operator=(const HmacStates&) = delete;

    /// Writes the tag of `text` to the front of `tag`. False only if OpenSSL fails.
    bool compute(std::string_view text, DigestBytes& tag) const noexcept { return compute_(*this, text, tag); }

  private:
    /// Room for a SHA256_CTX or a SHA512_CTX, which only the source file knows.
    struct alignas(8) State {
        std::array<std::byte, 216> bytes{};
    };
    struct Sha256;
    struct Sha384;
    struct Sha512;
    template <class Sha>
    void prepare(ByteView secret);
    template <class Sha>
    static bool compute_with(const HmacStates& states, std::string_view text, DigestBytes& tag) noexcept;

    bool (*compute_)(const HmacStates& states, std::string_view text, DigestBytes& tag) noexcept = nullptr;
    State inner_;
    State outer_;
};

}  // namespace watchword::jose::detail
