#pragma once
/// Everything in memory, under one mutex: for tests and for trying things out. Nothing survives the process.

#include <watchword/auth/ports/store.hpp>

#include <memory>

namespace watchword::storage::memory {

class MemoryStore final : public auth::Store {
  public:
    MemoryStore();
    ~MemoryStore() override;
    auth::UserStore& users() override;
    auth::SessionStore& sessions() override;
    auth::ClientStore& clients() override;
    auth::KeyStore& keys() override;
    Result<void> ping() override { return {}; }
    Result<std::uint64_t> outside_changes() override { return 0; }

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::storage::memory
