#pragma once
/// What auth needs of a store of clients.

#include <watchword/auth/records/client.hpp>
#include <watchword/base/result.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace watchword::auth {

/// Thread-safe; errors and durability as in UserStore.
class ClientStore {
  public:
    virtual ~ClientStore() = default;
    /// Error: name_taken.
    virtual Result<void> add(const Client& client) = 0;
    virtual Result<std::optional<Client>> find(std::string_view id) = 0;
    /// In the order of their ids.
    virtual Result<std::vector<Client>> list() = 0;
    /// Removes the client and ends every session opened through it. Error: not_found.
    virtual Result<void> remove(std::string_view id, TimePoint now) = 0;
};

}  // namespace watchword::auth
