#pragma once
/// scrypt (RFC 7914) as stored strings use it: whatever their spelling, they say the same things.

#include <watchword/base/bytes.hpp>
#include <watchword/base/crypto.hpp>
#include <watchword/passwords/passwords.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace watchword::passwords::scrypt {

/// A stored string may cost at most this much memory, as with Argon2.
inline constexpr std::uint64_t max_memory = std::uint64_t{256} << 20;
/// Memory times parallelisation: two to three seconds.
inline constexpr std::uint64_t max_work = std::uint64_t{1} << 30;

struct Encoded {
    crypto::ScryptCost cost;
    Bytes salt;
    Bytes key;
};

bool within_caps(const crypto::ScryptCost& cost) noexcept;
/// Errors: unsupported_password_hash, if there is nothing to compare with; overloaded (no memory). A match always asks
/// for a rehash.
Result<Verified> compare(const SecretBytes& password, const std::optional<Encoded>& stored);
/// Zero without a cost.
std::chrono::microseconds cost(const std::optional<crypto::ScryptCost>& cost);

}  // namespace watchword::passwords::scrypt
