#include <watchword/auth/sign_in.hpp>
#include <watchword/auth/users.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>

#include <map>

namespace watchword::cli {
namespace {

struct SessionOptions {
    ConfigurationOptions configuration;
    std::string id;
    std::string user;
};

/// The id of the user named by --user; empty if there is no such option.
Result<std::string> chosen_user(const SessionOptions& options, const auth::Context& context) {
    if (options.user.empty()) return std::string();
    const auto user = auth::get_user(context, options.user);
    if (user) return user->id;
    if (!(user.error() == Error::not_found)) return user.error();
    return Error(Error::not_found, "There is no user \"" + options.user + "\".");
}

Result<std::map<std::string, std::string>> user_names(const auth::Context& context) {
    const auto users = auth::list_users(context);
    if (!users) return users.error();
    std::map<std::string, std::string> names;
    for (const auth::User& user : *users)
        names[user.id] = user.name;
    return names;
}

Result<void> list(const SessionOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const auto user = chosen_user(options, offline->context());
    if (!user) return user.error();
    const auto sessions = auth::list_sessions(offline->context(), *user);
    if (!sessions) return sessions.error();
    auto names = user_names(offline->context());
    if (!names) return names.error();
    std::vector<Record> records;
    for (const auth::Session& session : *sessions) {
        records.push_back({{"id", session.id},
                           {"user", (*names)[session.user_id]},
                           {"client", session.client_id},
                           {"signed_in", session.created_at},
                           {"last_used", session.last_used_at},
                           {"address", text_or_nothing(session.address)},
                           {"user_agent", text_or_nothing(session.user_agent)}});
    }
    console.show("sessions", records, "Nobody is signed in.");
    return {};
}

Result<void> revoke_one(const SessionOptions& options, const auth::Context& context, Console& console) {
    const auto ended = auth::sign_out(context, options.id);
    if (!ended) return ended.error();
    if (!*ended) return Error(Error::not_found, "There is no live session \"" + options.id + "\".");
    console.show("The session has ended; its last access token dies within " +
                     app::duration_text(context.settings.lifetimes.access_token.count()) + ".",
                 Record{{"ended", std::int64_t{1}}});
    return {};
}

Result<void> revoke_all(const SessionOptions& options, const auth::Context& context, Console& console) {
    const auto user = chosen_user(options, context);
    if (!user) return user.error();
    const auto ended = auth::sign_out_everywhere(context, *user, "");
    if (!ended) return ended.error();
    const auto count = static_cast<std::int64_t>(*ended);
    const std::string sentence = count == 1 ? "1 session has ended." : std::to_string(count) + " sessions have ended.";
    console.show(sentence, Record{{"ended", count}});
    return {};
}

Result<void> revoke(const SessionOptions& options, Console& console) {
    if (options.id.empty() == options.user.empty()) {
        return Error(Error::wrong_usage, "Name one session by its ID, or all of a user with --user NAME.");
    }
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    return options.id.empty() ? revoke_all(options, offline->context(), console)
                              : revoke_one(options, offline->context(), console);
}

}  // namespace

void add_session_commands(Command& root) {
    Command group = root.group("session", "Who is signed in");

    const auto listing = std::make_shared<SessionOptions>();
    Command list_command =
        group.command("list", "List live sessions, newest first", "watchword session list --user ada",
                      [listing](Console& console) { return list(*listing, console); });
    listing->configuration.add_data_to(list_command);
    list_command.option("--user", "NAME", listing->user, "Only the sessions of this user");

    const auto revoking = std::make_shared<SessionOptions>();
    Command revoke_command =
        group.command("revoke", "End one session, or all of a user", "watchword session revoke --user ada",
                      [revoking](Console& console) { return revoke(*revoking, console); });
    revoking->configuration.add_data_to(revoke_command);
    revoke_command.argument("ID", revoking->id, "The session, as 'session list' shows it", Presence::optional)
        .option("--user", "NAME", revoking->user, "All sessions of this user");
}

}  // namespace watchword::cli
