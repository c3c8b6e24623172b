#pragma once
/// What passlib writes beside bcrypt, Argon2 and SHA-crypt; each row lives in a file of its own.

#include <watchword/passwords/formats.hpp>

namespace watchword::passwords::passlib {

/// "$bcrypt-sha256$v=2,t=2b,r=12$salt$digest" (bcrypt of HMAC-SHA-256 under the salt), and version 1,
/// "$bcrypt-sha256$2b,12$salt$digest" (bcrypt of SHA-256). Passwords of any length, NUL included.
extern const Format bcrypt_sha256;
/// "$pbkdf2$131000$salt$key" (SHA-1), "$pbkdf2-sha256$29000$salt$key", "$pbkdf2-sha512$25000$salt$key".
extern const Format pbkdf2;
/// "$scrypt$ln=16,r=8,p=1$salt$key".
extern const Format scrypt;

}  // namespace watchword::passwords::passlib
