#pragma once
/// How a user comes into being: shared by administration and first set-up.

#include <watchword/auth/users.hpp>

namespace watchword::auth {

/// Checks what was entered and hashes the password; stores nothing. Errors: those of add_user but name_taken.
Result<User> make_user(const Context& context, const NewUser& user);

void log_user_added(const Context& context, const User& user);

}  // namespace watchword::auth
