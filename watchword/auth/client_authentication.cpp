#include <watchword/auth/clients.hpp>

namespace watchword::auth {
namespace {

struct Presented {
    std::string_view id;
    const SecretBytes* secret = nullptr;
};

/// RFC 6749 section 3.2: "Parameters sent without a value MUST be treated as if they were omitted"; the Authorize
/// button of Swagger sends empty Basic credentials.
std::string_view given(const std::optional<std::string>& id) noexcept {
    return id ? std::string_view(*id) : "";
}
const SecretBytes* given(const std::optional<SecretBytes>& secret) noexcept {
    return secret && !secret->empty() ? &*secret : nullptr;
}

Result<Presented> read(const ClientCredentials& credentials) {
    const std::string_view basic = given(credentials.basic_id);
    const std::string_view form = given(credentials.form_id);
    const SecretBytes* const basic_secret = given(credentials.basic_secret);
    const SecretBytes* const form_secret = given(credentials.form_secret);
    if (basic_secret != nullptr && form_secret != nullptr) return Error(Error::invalid_request, "two methods");
    if (!basic.empty() && !form.empty() && basic != form) return Error(Error::invalid_request, "two client ids");
    return Presented{basic.empty() ? form : basic, basic_secret != nullptr ? basic_secret : form_secret};
}

/// Built in, never stored.
Client first_party(const Settings& settings) {
    return Client{.id = std::string(first_party_client),
                  .secret_hash = std::nullopt,
                  .grants = {"password", "refresh_token"},
                  .scopes = settings.scopes,
                  .resources = settings.resources};
}

/// An unknown client takes the path of a wrong secret: hash, compare, refuse.
bool is_proven(const std::optional<Client>& client, const SecretBytes* secret) {
    if (client && !client->secret_hash) return secret == nullptr;
    if (secret == nullptr) return false;
    const crypto::Digest expected = client ? *client->secret_hash : crypto::Digest{};
    return constant_time_equal(crypto::sha256(secret->reveal()), expected) && client.has_value();
}

Error refuse(const Context& context, const std::optional<Client>& client) {
    // What stands in place of an unknown id may be anything, also a secret.
    context.log.warning("client_refused", {{"client", client ? std::string_view(client->id) : ""}});
    return Error::invalid_client;
}

}  // namespace

Result<Client> authenticate_client(const Context& context, const ClientCredentials& credentials) {
    const auto presented = read(credentials);
    if (!presented) return presented.error();
    std::optional<Client> client;
    if (presented->id.empty() || presented->id == first_party_client) {
        client = first_party(context.settings);
    } else {
        auto found = context.store.clients().find(presented->id);
        if (!found) return found.error();
        client = std::move(*found);
    }
    if (!is_proven(client, presented->secret)) return refuse(context, client);
    return std::move(*client);
}

}  // namespace watchword::auth
