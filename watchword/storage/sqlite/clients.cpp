#include <watchword/storage/sqlite/clients.hpp>
#include <watchword/storage/sqlite/session_end.hpp>

namespace watchword::storage::sqlite {
namespace {

using auth::Client;
using auth::EndUserAddress;

#define CLIENT_COLUMNS "id, secret_hash, grants, scopes, resources, believes_end_user_address, created_at"
constexpr auto insert = "INSERT INTO client (" CLIENT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr auto select_by_id = "SELECT " CLIENT_COLUMNS " FROM client WHERE id = ?1";
constexpr auto select_all = "SELECT " CLIENT_COLUMNS " FROM client ORDER BY id";
#undef CLIENT_COLUMNS

// Grants, scopes and resources are names and URIs: none holds a line feed.
std::string lines_of(const std::vector<std::string>& elements) {
    std::string lines;
    for (const std::string& element : elements) {
        lines += element;
        lines += '\n';
    }
    return lines;
}

std::vector<std::string> elements_of(std::string_view lines) {
    std::vector<std::string> elements;
    for (std::size_t end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n')) {
        elements.emplace_back(lines.substr(0, end));
        lines.remove_prefix(end + 1);
    }
    return elements;
}

Client client_of(const Statement& row) {
    return {.id = row.text(0),
            .secret_hash = row.optional_digest(1),
            .grants = elements_of(row.text(2)),
            .scopes = elements_of(row.text(3)),
            .resources = elements_of(row.text(4)),
            .end_user_address = row.integer(5) != 0 ? EndUserAddress::believed : EndUserAddress::ignored,
            .created_at = row.time(6)};
}

std::optional<Client> find_client(Connection& connection, std::string_view id) {
    Statement select = connection.statement(select_by_id);
    if (!select.bind(id).step()) return std::nullopt;
    return client_of(select);
}

}  // namespace

Result<void> Clients::add(const Client& client) {
    const std::string grants = lines_of(client.grants);
    const std::string scopes = lines_of(client.scopes);
    const std::string resources = lines_of(client.resources);
    return writer_.change([&](Connection& connection) -> Result<void> {
        if (find_client(connection, client.id)) return Error::name_taken;
        connection.statement(insert)
            .bind(client.id, client.secret_hash, grants, scopes, resources,
                  client.end_user_address == EndUserAddress::believed, client.created_at)
            .run();
        return {};
    });
}

Result<std::optional<Client>> Clients::find(std::string_view id) {
    return readers_.read(
        [&](Connection& connection) -> Result<std::optional<Client>> { return find_client(connection, id); });
}

Result<std::vector<Client>> Clients::list() {
    return readers_.read([](Connection& connection) -> Result<std::vector<Client>> {
        std::vector<Client> clients;
        for (Statement select = connection.statement(select_all); select.step();) {
            clients.push_back(client_of(select));
        }
        return clients;
    });
}

Result<void> Clients::remove(std::string_view id, TimePoint now) {
    return writer_.change([&](Connection& connection) -> Result<void> {
        if (connection.statement("DELETE FROM client WHERE id = ?1").bind(id).run() == 0) return Error::not_found;
        end_sessions_of_client(connection, id, now);
        return {};
    });
}

}  // namespace watchword::storage::sqlite
