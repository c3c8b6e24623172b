#include <watchword/auth/clients.hpp>
#include <watchword/auth/scope.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view entry) noexcept {
    return std::ranges::find(list, entry) != list.end();
}

}  // namespace

Result<void> require_grant(const Client& client, std::string_view grant) {
    if (!holds(client.grants, grant)) return Error::unauthorized_client;
    return {};
}

Result<std::string> allowed_scope(const Client& client, std::string_view requested) {
    const auto tokens = split_scope(requested);
    if (!tokens) return Error(Error::invalid_scope, "malformed");
    std::vector<std::string_view> granted;
    for (const std::string_view token : *tokens) {
        if (!holds(client.scopes, token)) return Error(Error::invalid_scope, "not among the client's");
        if (std::ranges::find(granted, token) == granted.end()) granted.push_back(token);
    }
    return join_scope(granted);
}

Result<std::string> allowed_audience(const Context& context, const Client& client, std::string_view resource) {
    if (resource.empty() || resource == context.settings.audience()) return context.settings.audience();
    if (holds(client.resources, resource)) return std::string(resource);
    return Error::invalid_target;
}

}  // namespace watchword::auth
