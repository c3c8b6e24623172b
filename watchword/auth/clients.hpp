#pragma once
/// Applications: who may ask for tokens, and how they prove who they are.

#include <watchword/auth/context.hpp>
#include <watchword/auth/records/client.hpp>

#include <optional>
#include <string>
#include <vector>

namespace watchword::auth {

enum class ClientType : std::uint8_t { confidential, public_client };

struct NewClient {
    std::string id;
    ClientType type = ClientType::confidential;
    std::vector<std::string> grants;
    std::vector<std::string> scopes;
    std::vector<std::string> resources;
    EndUserAddress end_user_address = EndUserAddress::ignored;
};

struct AddedClient {
    Client client;
    std::string secret;  ///< shown once; empty for public clients
};

/// Ids are 1 to 128 characters of A-Z a-z 0-9 . _ ~ -, not "watchword" and not in the form of a user id (RFC 9700
/// section 4.15). Errors: invalid_name, name_taken, unsupported_grant, invalid_scope, invalid_request (a public client
/// asks for client_credentials or for end-user addresses).
Result<AddedClient> add_client(const Context& context, const NewClient& client);
Result<std::vector<Client>> list_clients(const Context& context);
/// Ends every session opened through it. Error: not_found.
Result<void> remove_client(const Context& context, std::string_view id);

/// What a request says of its client; at most one method may be used (RFC 6749 section 2.3).
struct ClientCredentials {
    std::optional<std::string> basic_id;  ///< from Authorization: Basic, form-decoded
    std::optional<SecretBytes> basic_secret;
    std::optional<std::string> form_id;      ///< client_id
    std::optional<SecretBytes> form_secret;  ///< client_secret
};

/// No id at all means the first-party client. Errors: invalid_client (unknown, wrong or missing secret, a secret for a
/// public client), invalid_request (two methods, or two ids that differ).
Result<Client> authenticate_client(const Context& context, const ClientCredentials& credentials);

/// Error: unauthorized_client.
Result<void> require_grant(const Client& client, std::string_view grant);
/// The scope to grant: `requested` if it is well-formed and within the client's. Error: invalid_scope.
Result<std::string> allowed_scope(const Client& client, std::string_view requested);
/// The audience for a requested resource, or the default one. Error: invalid_target.
Result<std::string> allowed_audience(const Context& context, const Client& client, std::string_view resource);

}  // namespace watchword::auth
