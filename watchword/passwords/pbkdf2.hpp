#pragma once
/// PBKDF2 (RFC 8018 section 5.2) as stored strings use it: whatever their spelling, they say the same things.
/// The derived key is as long as the hash, as all of them write it.

#include <watchword/base/bytes.hpp>
#include <watchword/base/crypto.hpp>
#include <watchword/passwords/passwords.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace watchword::passwords::pbkdf2 {

/// About two seconds, four with SHA-384 and SHA-512; a stored string that asks for more is refused.
inline constexpr std::uint32_t max_iterations = 10'000'000;

struct Kind {
    crypto::Pbkdf2Hash hash = crypto::Pbkdf2Hash::sha256;
    std::uint32_t iterations = 0;
};

/// How a dialect begins a string of that hash, up to the iterations.
struct Prefix {
    std::string_view text;
    crypto::Pbkdf2Hash hash;
};

struct Encoded {
    Kind kind;
    Bytes salt;
    Bytes key;
};

/// Bytes of the derived key.
std::size_t key_size(crypto::Pbkdf2Hash hash) noexcept;
bool within_caps(const Kind& kind) noexcept;
/// Reads one of the prefixes, the iterations and `$`, and leaves what follows them in `rest`. Empty if that is not what
/// stands there, or above the caps.
std::optional<Kind> take_kind(std::string_view& rest, std::span<const Prefix> prefixes) noexcept;
/// Error: unsupported_password_hash, if there is nothing to compare with or the key is not as long as the hash. A match
/// always asks for a rehash.
Result<Verified> compare(const SecretBytes& password, const std::optional<Encoded>& stored);
/// Zero without a kind.
std::chrono::microseconds cost(const std::optional<Kind>& kind);

}  // namespace watchword::passwords::pbkdf2
