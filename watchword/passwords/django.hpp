#pragma once
/// What Django's password hashers write; each row lives in a file of its own. Its MD5 and SHA-1 hashes are not read.

#include <watchword/passwords/formats.hpp>

namespace watchword::passwords::django {

/// "argon2$" before a PHC string.
extern const Format argon2;
/// "bcrypt$" before a bcrypt string.
extern const Format bcrypt;
/// "bcrypt_sha256$" before a bcrypt string: bcrypt of SHA-256 in hexadecimal. Passwords of any length, NUL included.
extern const Format bcrypt_sha256;
/// "pbkdf2_sha256$1000000$salt$key", "pbkdf2_sha1$1000000$salt$key".
extern const Format pbkdf2;
/// "scrypt$16384$salt$8$5$key". Its kind is the same with the salt left out: "scrypt$16384$$8$5$".
extern const Format scrypt;

}  // namespace watchword::passwords::django
