#pragma once
/// A whole store: the ports together.

#include <watchword/auth/ports/client_store.hpp>
#include <watchword/auth/ports/key_store.hpp>
#include <watchword/auth/ports/session_store.hpp>
#include <watchword/auth/ports/user_store.hpp>

#include <cstdint>

namespace watchword::auth {

class Store {
  public:
    virtual ~Store() = default;
    virtual UserStore& users() = 0;
    virtual SessionStore& sessions() = 0;
    virtual ClientStore& clients() = 0;
    virtual KeyStore& keys() = 0;
    /// Whether it can be read and written right now. Errors: those of the ports.
    virtual Result<void> ping() = 0;
    /// Changes whenever another process has changed the data; compare with the last value.
    virtual Result<std::uint64_t> outside_changes() = 0;
};

}  // namespace watchword::auth
