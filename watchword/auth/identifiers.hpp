#pragma once
/// Identifiers and secrets that we hand out: base64url of random bytes, ids with a prefix that tells their kind.

#include <watchword/base/random.hpp>

#include <string>
#include <string_view>

namespace watchword::auth {

/// "u_" and 128 random bits.
std::string new_user_id(Random& random);
/// "s_" and 128 random bits.
std::string new_session_id(Random& random);
/// 128 random bits, for `jti`.
std::string new_token_id(Random& random);
/// 256 random bits: client secrets, cookies, the set-up link.
std::string new_secret(Random& random);

/// Whether `text` could be the id of a user; no client may be called so (RFC 9700 section 4.15).
bool has_user_id_form(std::string_view text) noexcept;

}  // namespace watchword::auth
