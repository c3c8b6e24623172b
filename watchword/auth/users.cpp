#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/names.hpp>
#include <watchword/auth/new_user.hpp>
#include <watchword/auth/sign_in.hpp>
#include <watchword/auth/users.hpp>

namespace watchword::auth {
namespace {

/// The hash of a password that may be chosen.
Result<std::string> hash_new_password(const Context& context, const SecretBytes& password, std::string_view name) {
    if (auto allowed = passwords::check_new_password(password, name); !allowed) return allowed.error();
    return context.hashing.hash(password);
}

/// `replaced` is the hash that may be replaced; empty: whichever it is.
Result<void> store_password(const Context& context, const User& user, std::string_view replaced,
                            const SecretBytes& password, std::string_view kept_session) {
    const auto hash = hash_new_password(context, password, user.name);
    if (!hash) return hash.error();
    auto stored = context.store.users().set_password(user.id, replaced, *hash, context.clock.now(), kept_session);
    if (stored) context.log.info("password_changed", {{"user", user.id}});
    return stored;
}

}  // namespace

Result<User> make_user(const Context& context, const NewUser& user) {
    if (auto name = check_user_name(user.name); !name) return name.error();
    if (auto email = check_email(user.email); !email) return email.error();
    auto hash = hash_new_password(context, user.password, user.name);
    if (!hash) return hash.error();
    const TimePoint now = context.clock.now();
    return User{.id = new_user_id(context.random),
                .name = user.name,
                .email = user.email,
                .password_hash = std::move(*hash),
                .role = user.role,
                .status = UserStatus::active,
                .created_at = now,
                .password_changed_at = now};
}

void log_user_added(const Context& context, const User& user) {
    context.log.info("user_added", {{"user", user.id}, {"role", user.role == Role::admin ? "admin" : "user"}});
}

Result<User> add_user(const Context& context, const NewUser& user) {
    auto made = make_user(context, user);
    if (!made) return made.error();
    if (auto added = context.store.users().add(*made); !added) return added.error();
    log_user_added(context, *made);
    return made;
}

Result<std::vector<User>> list_users(const Context& context) {
    return context.store.users().list();
}

Result<User> get_user(const Context& context, std::string_view name) {
    auto user = context.store.users().find_by_name(name);
    if (!user) return user.error();
    if (!*user) return Error::not_found;
    return std::move(**user);
}

Result<void> set_user_status(const Context& context, std::string_view name, UserStatus status) {
    const auto user = get_user(context, name);
    if (!user) return user.error();
    auto changed = context.store.users().set_status(user->id, status, context.clock.now());
    if (changed)
        context.log.info(status == UserStatus::active ? "user_enabled" : "user_disabled", {{"user", user->id}});
    return changed;
}

Result<void> set_password(const Context& context, std::string_view name, const SecretBytes& password,
                          std::string_view kept_session) {
    const auto user = get_user(context, name);
    if (!user) return user.error();
    return store_password(context, *user, {}, password, kept_session);
}

Result<void> change_password(const Context& context, const User& user, const SecretBytes& old_password,
                             const SecretBytes& new_password, std::string_view kept_session, std::string_view address) {
    const auto person = authenticate(context, {user.name, old_password.copy()}, {std::string(address), {}});
    if (!person) return person.error();
    // The name may belong to somebody else by now.
    if (person->id != user.id) return Error::wrong_credentials;
    // An administrator may have set another password while this one was being checked.
    return store_password(context, *person, person->password_hash, new_password, kept_session);
}

Result<void> remove_user(const Context& context, std::string_view name) {
    const auto user = get_user(context, name);
    if (!user) return user.error();
    auto removed = context.store.users().remove(user->id, context.clock.now());
    if (removed) context.log.info("user_removed", {{"user", user->id}});
    return removed;
}

}  // namespace watchword::auth
