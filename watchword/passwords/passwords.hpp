#pragma once
/// Hashing and verifying passwords. Argon2id is written; what passlib, Django, Werkzeug and
/// crypt(3) have written is read as well: formats.cpp lists it.
/// These calls take tens of milliseconds and of megabytes on purpose: run them through `HashingPool`.

#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace watchword::passwords {

/// Argon2id (RFC 9106). The defaults are OWASP's first choice.
struct Argon2Parameters {
    std::uint32_t memory_kib = 19 * 1024;
    std::uint32_t passes = 2;
    std::uint32_t lanes = 1;
};

/// The password as PHC string "$argon2id$v=19$...". Errors: invalid_password (NUL, broken UTF-8), password_too_long
/// (above 1024 bytes).
Result<std::string> hash(const SecretBytes& password, const Argon2Parameters& parameters, Random& random);

enum class Match : std::uint8_t { no, yes };
/// Whether the hash should be written anew with today's parameters after a successful sign-in.
enum class Rehash : std::uint8_t { not_needed, needed };

struct Verified {
    Match match;
    Rehash rehash;
};

/// Compares in constant time. Errors: unsupported_password_hash (unknown format, parameters above the caps, or broken),
/// invalid_password, password_too_long (above 1024 bytes; what a scheme cannot take as a whole is
/// never truncated: bcrypt 72, SHA-crypt 128), overloaded (no memory).
Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted);

/// What people may choose (NIST SP 800-63B-4 section 3.1.1.2): at least 15 characters (code points), at most 1024
/// bytes, valid UTF-8 without NUL, not among the most common passwords and not the user's own name; no composition
/// rules. Errors: password_too_short, password_too_long, password_too_common, invalid_password.
Result<void> check_new_password(const SecretBytes& password, std::string_view user_name);

}  // namespace watchword::passwords
