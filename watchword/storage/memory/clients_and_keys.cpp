#include <watchword/storage/memory/clients_and_keys.hpp>

#include <algorithm>

namespace watchword::storage::memory {

using auth::Client;
using auth::KeyRecord;

Result<void> Clients::add(const Client& client) {
    const std::lock_guard lock(tables_.mutex);
    if (!tables_.clients.emplace(client.id, client).second) return Error::name_taken;
    return {};
}

Result<std::optional<Client>> Clients::find(std::string_view id) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.clients.find(id);
    if (found == tables_.clients.end()) return std::optional<Client>();
    return std::optional(found->second);
}

Result<std::vector<Client>> Clients::list() {
    const std::lock_guard lock(tables_.mutex);
    std::vector<Client> clients;
    clients.reserve(tables_.clients.size());
    for (const auto& [id, client] : tables_.clients) {
        clients.push_back(client);
    }
    return clients;
}

Result<void> Clients::remove(std::string_view id, TimePoint now) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.clients.find(id);
    if (found == tables_.clients.end()) return Error::not_found;
    tables_.end_sessions([&](const auth::Session& session) { return session.client_id == id; }, now);
    tables_.clients.erase(found);
    return {};
}

Result<std::vector<KeyRecord>> Keys::list() {
    const std::lock_guard lock(tables_.mutex);
    std::vector<KeyRecord> keys;
    keys.reserve(tables_.keys.size());
    for (const auto& [kid, key] : tables_.keys) {
        keys.push_back(key);
    }
    std::ranges::stable_sort(keys, {}, &KeyRecord::created_at);
    return keys;
}

Result<void> Keys::add_locked(const KeyRecord& key) {
    if (!tables_.keys.emplace(key.kid, key).second) return Error(Error::internal, "a key id was used before");
    return {};
}

Result<bool> Keys::add_if_none(const KeyRecord& key) {
    const std::lock_guard lock(tables_.mutex);
    const bool there = std::ranges::any_of(tables_.keys, [&](const auto& entry) {
        return entry.second.algorithm == key.algorithm && !entry.second.signs_until;
    });
    if (there) return false;
    if (Result<void> added = add_locked(key); !added) return added.error();
    return true;
}

Result<void> Keys::rotate(const KeyRecord& next, TimePoint signs_until, TimePoint published_until) {
    const std::lock_guard lock(tables_.mutex);
    if (Result<void> added = add_locked(next); !added) return added;
    for (auto& [kid, key] : tables_.keys) {
        if (kid == next.kid || key.signs_until) continue;
        key.signs_until = signs_until;
        key.published_until = published_until;
    }
    return {};
}

Result<std::size_t> Keys::remove_retired(TimePoint now) {
    const std::lock_guard lock(tables_.mutex);
    return std::erase_if(tables_.keys, [&](const auto& entry) {
        const auto& published_until = entry.second.published_until;
        return published_until && *published_until <= now;
    });
}

}  // namespace watchword::storage::memory
