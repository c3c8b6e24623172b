#pragma once
/// What people and clients may be called.

#include <watchword/base/result.hpp>

#include <string_view>

namespace watchword::auth {

/// 1 to 128 characters of valid UTF-8, no control characters or line separators, no surrounding spaces.
/// Error: invalid_name.
Result<void> check_user_name(std::string_view name);
/// Empty, or something@something of at most 254 bytes (RFC 5321 section 4.5.3.1) without spaces and control characters;
/// whether anybody reads it there only a message can tell. Error: invalid_email.
Result<void> check_email(std::string_view email);
/// 1 to 128 of A-Z a-z 0-9 . _ ~ -, not the first-party client's and not in the form of a user id. Error: invalid_name.
Result<void> check_client_id(std::string_view id);

}  // namespace watchword::auth
