#pragma once
/// What kind of hash a stored password hash is, pure, so that every store answers the same.

#include <string>
#include <string_view>

namespace watchword::auth {

/// The scheme with its parameters, without salt and digest: "$2b$12$", "$argon2id$v=19$m=19456,t=2,p=1$",
/// "pbkdf2_sha256$600000$", "scrypt$16384$$8$5$"; all of it if it has no such parts.
std::string password_hash_kind(std::string_view stored_hash);

}  // namespace watchword::auth
