#pragma once
/// One function a kind of vector; each throws Mismatch if what came is not what the vector expects.

#include <stdexcept>
#include <string>

#include "../members.hpp"

namespace watchword::vectors {

struct Mismatch {
    std::string expected;
    std::string came;
};

/// `password_hex` against `encoded`: match, no-match, error or error-or-no-match, within `max_ms`.
void password_verify(const Value& vector);

/// Bare functions, whose output is compared: `tag_hex`, `dk_hex`.
void argon2_raw(const Value& vector);
void scrypt_raw(const Value& vector);
void pbkdf2_raw(const Value& vector);

}  // namespace watchword::vectors
