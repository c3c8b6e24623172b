#pragma once
/// SHA-crypt as Linux and passlib write it: "$5$rounds=535000$salt$digest" (SHA-256) and "$6$..." (SHA-512); without
/// "rounds=" it is 5000.

#include <watchword/passwords/passwords.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace watchword::passwords::sha_crypt {

/// Alone among the schemes, each round takes longer the longer the password is; so that nobody reads from the time who
/// has such a hash, or occupies a thread, more is an error. NUL is one as well.
inline constexpr std::size_t max_password_bytes = 128;
inline constexpr std::uint32_t min_rounds = 1000;
/// About a second; a stored string that asks for more is refused.
inline constexpr std::uint32_t max_rounds = 2'000'000;

bool recognises(std::string_view encoded) noexcept;
Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted);
std::chrono::microseconds cost(std::string_view kind);
std::string decoy(std::string_view kind);

}  // namespace watchword::passwords::sha_crypt
