#pragma once
/// Administering users; used by the command line, by set-up and by the account page.

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/user.hpp>

#include <string>
#include <vector>

namespace watchword::auth {

struct NewUser {
    std::string name;
    std::string email;  ///< may be empty
    SecretBytes password;
    Role role = Role::user;
};

/// Errors: invalid_name, invalid_email, name_taken, password_too_short, password_too_long, password_too_common,
/// invalid_password, those of the store.
Result<User> add_user(const Context& context, const NewUser& user);
Result<std::vector<User>> list_users(const Context& context);
/// By name. Error: not_found.
Result<User> get_user(const Context& context, std::string_view name);
/// Disabling ends every session of the user. Errors: not_found, last_admin.
Result<void> set_user_status(const Context& context, std::string_view name, UserStatus status);
/// Ends every session of the user but `kept_session`. Errors: not_found and the password errors of add_user.
Result<void> set_password(const Context& context, std::string_view name, const SecretBytes& password,
                          std::string_view kept_session = {});
/// For the person itself: the old password is asked for, with the limits of a sign-in. Errors: those of authenticate
/// and of set_password.
Result<void> change_password(const Context& context, const User& user, const SecretBytes& old_password,
                             const SecretBytes& new_password, std::string_view kept_session, std::string_view address);
/// Errors: not_found, last_admin.
Result<void> remove_user(const Context& context, std::string_view name);

/// The one-time link that makes the first user, an administrator. Lives in memory only: a restart makes a new one.
/// Thread-safe.
class FirstUserSetup {
  public:
    explicit FirstUserSetup(Random& random);
    /// What the link carries; show it on the console of the server only.
    std::string token() const;
    /// Errors: setup_done, invalid_setup_link (compared in constant time), those of add_user.
    Result<User> redeem(const Context& context, std::string_view token, const NewUser& user);
    /// Whether `token` would be accepted now, to show the page. Errors: setup_done, invalid_setup_link.
    Result<void> check(const Context& context, std::string_view token) const;

  private:
    std::string token_;
};

}  // namespace watchword::auth
