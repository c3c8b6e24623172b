#include <watchword/auth/users.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>
#include <watchword/cli/terminal.hpp>

namespace watchword::cli {
namespace {

struct UserOptions {
    ConfigurationOptions configuration;
    std::string name;
    std::string email;
    bool admin = false;
    bool password_stdin = false;
    bool yes = false;

    PasswordSource password_source() const {
        return password_stdin ? PasswordSource::standard_input : PasswordSource::terminal;
    }
};

using Act = Result<void> (*)(const UserOptions&, Console&);

std::string role_of(const auth::User& user) {
    return user.role == auth::Role::admin ? "admin" : "user";
}
std::string status_of(auth::UserStatus status) {
    return status == auth::UserStatus::active ? "active" : "disabled";
}

Record to_record(const auth::User& user) {
    return {{"name", user.name},
            {"email", text_or_nothing(user.email)},
            {"role", role_of(user)},
            {"status", status_of(user.status)},
            {"created", user.created_at},
            {"password_changed", user.password_changed_at},
            {"id", user.id}};
}

/// The name in the error: `not_found` alone does not say what was not found.
Error about_user(const Error& error, const std::string& name) {
    if (!(error == Error::not_found)) return error;
    return {Error::not_found, "There is no user \"" + name + "\"."};
}

Result<void> add(const UserOptions& options, Console& console) {
    const auto offline = options.configuration.open(app::Missing::create);
    if (!offline) return offline.error();
    auto password = read_new_password(options.password_source());
    if (!password) return password.error();
    const auth::Role role = options.admin ? auth::Role::admin : auth::Role::user;
    const auto user = auth::add_user(offline->context(), {options.name, options.email, std::move(*password), role});
    if (!user) return user.error();
    const std::string what = options.admin ? "Administrator " : "User ";
    console.show(what + printable(user->name) + " can sign in now.", to_record(*user));
    return {};
}

Result<void> list(const UserOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const auto users = auth::list_users(offline->context());
    if (!users) return users.error();
    std::vector<Record> records;
    for (const auth::User& user : *users)
        records.push_back(to_record(user));
    console.show("users", records, "There are no users yet. Add one with: watchword user add NAME --admin");
    return {};
}

Result<void> show(const UserOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const auto user = auth::get_user(offline->context(), options.name);
    if (!user) return about_user(user.error(), options.name);
    console.show(to_record(*user));
    return {};
}

Result<void> set_status(const UserOptions& options, Console& console, auth::UserStatus status) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    if (auto set = auth::set_user_status(offline->context(), options.name, status); !set) {
        return about_user(set.error(), options.name);
    }
    const bool active = status == auth::UserStatus::active;
    console.show(printable(options.name) + (active ? " can sign in again." : " is disabled and signed out everywhere."),
                 Record{{"name", options.name}, {"status", status_of(status)}});
    return {};
}

Result<void> disable(const UserOptions& options, Console& console) {
    return set_status(options, console, auth::UserStatus::disabled);
}

Result<void> enable(const UserOptions& options, Console& console) {
    return set_status(options, console, auth::UserStatus::active);
}

Result<void> password(const UserOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    // Before anybody types a password twice for a user who is not there.
    if (const auto user = auth::get_user(offline->context(), options.name); !user) {
        return about_user(user.error(), options.name);
    }
    const auto password = read_new_password(options.password_source());
    if (!password) return password.error();
    if (auto set = auth::set_password(offline->context(), options.name, *password); !set) {
        return about_user(set.error(), options.name);
    }
    console.show("The password of " + printable(options.name) + " is changed; every session has ended.",
                 Record{{"name", options.name}, {"password_changed", true}});
    return {};
}

Result<void> remove(const UserOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    if (const auto user = auth::get_user(offline->context(), options.name); !user) {
        return about_user(user.error(), options.name);
    }
    const std::string question = "Remove " + printable(options.name) + " and everything that belongs to this user?";
    if (auto agreed = confirm(question, options.yes ? Confirmation::given : Confirmation::ask); !agreed) return agreed;
    if (auto removed = auth::remove_user(offline->context(), options.name); !removed) {
        return about_user(removed.error(), options.name);
    }
    console.show(printable(options.name) + " is removed.", Record{{"name", options.name}, {"removed", true}});
    return {};
}

struct Declared {
    std::shared_ptr<UserOptions> options;
    Command command;
};

Declared declare(Command& group, const std::string& name, const std::string& summary, const std::string& example,
                 Act act) {
    auto options = std::make_shared<UserOptions>();
    Command command =
        group.command(name, summary, example, [options, act](Console& console) { return act(*options, console); });
    options->configuration.add_data_to(command);
    return {options, command};
}

Declared declare_named(Command& group, const std::string& name, const std::string& summary, const std::string& example,
                       Act act) {
    Declared declared = declare(group, name, summary, example, act);
    declared.command.argument("NAME", declared.options->name, "The name that the person signs in with",
                              Presence::required);
    return declared;
}

constexpr const char* password_stdin_help = "Read the password from standard input instead of asking for it";

}  // namespace

void add_user_commands(Command& root) {
    Command group = root.group("user", "The people who sign in");

    Declared adding = declare_named(group, "add", "Add a user; the password is asked for",
                                    "watchword user add ada --email ada@example.com --admin", add);
    adding.command.option("--email", "ADDRESS", adding.options->email, "The user's e-mail address")
        .flag("--admin", adding.options->admin, "Make the user an administrator")
        .flag("--password-stdin", adding.options->password_stdin, password_stdin_help);

    declare(group, "list", "List all users", "watchword user list", list);
    declare_named(group, "show", "Show one user", "watchword user show ada", show);
    declare_named(group, "disable", "Sign a user out everywhere and let nobody sign in under the name",
                  "watchword user disable ada", disable);
    declare_named(group, "enable", "Let a disabled user sign in again", "watchword user enable ada", enable);

    Declared changing = declare_named(group, "password", "Set a new password; ends every session of the user",
                                      "watchword user password ada", password);
    changing.command.flag("--password-stdin", changing.options->password_stdin, password_stdin_help);

    Declared removing =
        declare_named(group, "remove", "Remove a user for good", "watchword user remove ada --yes", remove);
    removing.command.flag("--yes", removing.options->yes, "Do not ask");
}

}  // namespace watchword::cli
