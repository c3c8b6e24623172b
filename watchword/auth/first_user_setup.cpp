#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/new_user.hpp>

namespace watchword::auth {

FirstUserSetup::FirstUserSetup(Random& random) : token_(new_secret(random)) {}

std::string FirstUserSetup::token() const {
    return token_;
}

Result<void> FirstUserSetup::check(const Context& context, std::string_view token) const {
    const auto empty = context.store.users().empty();
    if (!empty) return empty.error();
    if (!*empty) return Error::setup_done;
    if (!constant_time_equal(as_bytes(token), as_bytes(token_))) return Error::invalid_setup_link;
    return {};
}

Result<User> FirstUserSetup::redeem(const Context& context, std::string_view token, const NewUser& user) {
    if (auto valid = check(context, token); !valid) return valid.error();
    auto first = make_user(context, user);
    if (!first) return first.error();
    first->role = Role::admin;
    // Two people may have come this far; the store lets one through.
    if (auto added = context.store.users().add_first(*first); !added) return added.error();
    log_user_added(context, *first);
    return first;
}

}  // namespace watchword::auth
