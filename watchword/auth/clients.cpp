#include <watchword/auth/clients.hpp>
#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/names.hpp>
#include <watchword/auth/scope.hpp>

#include <algorithm>
#include <array>

namespace watchword::auth {
namespace {

constexpr std::array<std::string_view, 3> known_grants{"password", "refresh_token", "client_credentials"};

bool is_resource(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 1024 &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Result<void> check(const NewClient& client) {
    if (auto id = check_client_id(client.id); !id) return id.error();
    for (const std::string& grant : client.grants) {
        if (std::ranges::find(known_grants, grant) == known_grants.end()) return Error(Error::unsupported_grant, grant);
    }
    if (!std::ranges::all_of(client.scopes, is_scope_token)) return Error::invalid_scope;
    if (!std::ranges::all_of(client.resources, is_resource)) return Error(Error::invalid_request, "resource");
    if (client.type == ClientType::confidential) return {};
    // RFC 6749 section 4.4: "MUST only be used by confidential clients". And whom nobody authenticates cannot be
    // believed.
    if (std::ranges::find(client.grants, "client_credentials") != client.grants.end())
        return Error(Error::invalid_request, "a public client cannot use client_credentials");
    if (client.end_user_address == EndUserAddress::believed)
        return Error(Error::invalid_request, "a public client cannot state end-user addresses");
    return {};
}

}  // namespace

Result<AddedClient> add_client(const Context& context, const NewClient& client) {
    if (auto valid = check(client); !valid) return valid.error();
    AddedClient added{.client = {.id = client.id,
                                 .secret_hash = std::nullopt,
                                 .grants = client.grants,
                                 .scopes = client.scopes,
                                 .resources = client.resources,
                                 .end_user_address = client.end_user_address,
                                 .created_at = context.clock.now()},
                      .secret = {}};
    if (client.type == ClientType::confidential) {
        added.secret = new_secret(context.random);
        added.client.secret_hash = crypto::sha256(as_bytes(added.secret));
    }
    if (auto stored = context.store.clients().add(added.client); !stored) return stored.error();
    context.log.info("client_added", {{"client", client.id}});
    return added;
}

Result<std::vector<Client>> list_clients(const Context& context) {
    return context.store.clients().list();
}

Result<void> remove_client(const Context& context, std::string_view id) {
    auto removed = context.store.clients().remove(id, context.clock.now());
    if (removed) context.log.info("client_removed", {{"client", id}});
    return removed;
}

}  // namespace watchword::auth
