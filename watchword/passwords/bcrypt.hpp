#pragma once
/// Bcrypt as OpenBSD, Linux and PHP write it: $2a$, $2b$, $2y$. The broken variants $2$ and $2x$ are refused.

#include <watchword/passwords/passwords.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace watchword::passwords::bcrypt {

/// Bcrypt looks at this many bytes; more is an error, never truncated.
inline constexpr std::size_t max_password_bytes = 72;
inline constexpr unsigned min_cost = 4;
/// About three seconds; a stored string that asks for more is refused.
inline constexpr unsigned max_cost = 16;

bool recognises(std::string_view encoded) noexcept;
Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted);
std::chrono::microseconds cost(std::string_view kind);
std::string decoy(std::string_view kind);

}  // namespace watchword::passwords::bcrypt
