#pragma once
/// An unknown user and a wrong password take the same time: each failure costs what the slowest stored scheme costs.

#include <watchword/auth/ports/user_store.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/passwords/hashing_pool.hpp>

#include <memory>
#include <string>

namespace watchword::auth {

/// Thread-safe.
class FailureFloor {
  public:
    /// Looks which schemes the store holds and remembers a decoy hash of the slowest.
    static Result<std::unique_ptr<FailureFloor>> measure(UserStore& users, passwords::HashingPool& hashing);
    ~FailureFloor();
    /// The same again when another process may have changed users.
    Result<void> refresh(UserStore& users, passwords::HashingPool& hashing);
    /// Compares the password with the decoy: what a sign-in to an unknown name does. Error: overloaded.
    Result<void> spend(passwords::HashingPool& hashing, const SecretBytes& password);
    /// Waits until a failure that began at `started` (steady clock) has lasted as long as the slowest scheme does.
    void wait(std::chrono::steady_clock::time_point started) const;

  private:
    struct State;
    explicit FailureFloor(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::auth
