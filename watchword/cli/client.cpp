#include <watchword/auth/clients.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/configuration_options.hpp>
#include <watchword/cli/console.hpp>
#include <watchword/cli/terminal.hpp>

namespace watchword::cli {
namespace {

struct ClientOptions {
    ConfigurationOptions configuration;
    std::string name;
    std::vector<std::string> grants;
    std::vector<std::string> scopes;
    std::vector<std::string> resources;
    bool is_public = false;
    bool may_state_user_address = false;
    bool yes = false;
};

Record to_record(const auth::Client& client) {
    return {{"id", client.id},
            {"type", std::string(client.secret_hash ? "confidential" : "public")},
            {"grants", client.grants},
            {"scopes", client.scopes},
            {"resources", client.resources},
            {"may_state_user_address", client.end_user_address == auth::EndUserAddress::believed},
            {"created", client.created_at}};
}

Result<void> add(const ClientOptions& options, Console& console) {
    const auto offline = options.configuration.open(app::Missing::create);
    if (!offline) return offline.error();
    const auto added =
        auth::add_client(offline->context(),
                         {.id = options.name,
                          .type = options.is_public ? auth::ClientType::public_client : auth::ClientType::confidential,
                          .grants = options.grants,
                          .scopes = options.scopes,
                          .resources = options.resources,
                          .end_user_address = options.may_state_user_address ? auth::EndUserAddress::believed
                                                                             : auth::EndUserAddress::ignored});
    if (!added) return added.error();
    Record record = to_record(added->client);
    if (added->secret.empty()) {
        console.show("Client " + added->client.id + " is added. It is public: it has no secret.", record);
        return {};
    }
    record.push_back({"secret", added->secret});
    console.remark("Client " + added->client.id + " is added. Its secret is shown this once:");
    console.show_plain(added->secret, record);
    return {};
}

Result<void> list(const ClientOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const auto clients = auth::list_clients(offline->context());
    if (!clients) return clients.error();
    std::vector<Record> records;
    for (const auth::Client& client : *clients)
        records.push_back(to_record(client));
    console.show("clients", records, "There are no clients but the built-in one.");
    return {};
}

Result<void> remove(const ClientOptions& options, Console& console) {
    const auto offline = options.configuration.open();
    if (!offline) return offline.error();
    const std::string question = "Remove client " + printable(options.name) + " and end its sessions?";
    if (auto agreed = confirm(question, options.yes ? Confirmation::given : Confirmation::ask); !agreed) return agreed;
    const auto removed = auth::remove_client(offline->context(), options.name);
    if (!removed && removed.error() == Error::not_found) {
        return Error(Error::not_found, "There is no client \"" + options.name + "\".");
    }
    if (!removed) return removed.error();
    console.show("Client " + printable(options.name) + " is removed.", Record{{"id", options.name}, {"removed", true}});
    return {};
}

struct Declared {
    std::shared_ptr<ClientOptions> options;
    Command command;
};

Declared declare(Command& group, const std::string& name, const std::string& summary, const std::string& example,
                 Result<void> (*act)(const ClientOptions&, Console&)) {
    auto options = std::make_shared<ClientOptions>();
    Command command =
        group.command(name, summary, example, [options, act](Console& console) { return act(*options, console); });
    options->configuration.add_data_to(command);
    return {options, command};
}

}  // namespace

void add_client_commands(Command& root) {
    Command group = root.group("client", "The applications that ask for tokens");

    Declared adding = declare(group, "add", "Add a client; its secret is shown once",
                              "watchword client add reports --grant client_credentials --scope read", add);
    adding.command.argument("NAME", adding.options->name, "Its client_id", Presence::required)
        .options("--grant", "GRANT", adding.options->grants,
                 "What it may use: client_credentials, refresh_token or password")
        .options("--scope", "SCOPE", adding.options->scopes, "What it may ask for")
        .options("--resource", "URI", adding.options->resources, "An audience that it may ask for and introspect")
        .flag("--public", adding.options->is_public, "It cannot keep a secret (a browser or phone application)")
        .flag("--may-state-user-address", adding.options->may_state_user_address,
              "Believe it when it tells the end user's address: limits fall on that one");

    declare(group, "list", "List all clients", "watchword client list", list);

    Declared removing = declare(group, "remove", "Remove a client and end every session opened through it",
                                "watchword client remove reports --yes", remove);
    removing.command.argument("NAME", removing.options->name, "Its client_id", Presence::required)
        .flag("--yes", removing.options->yes, "Do not ask");
}

}  // namespace watchword::cli
