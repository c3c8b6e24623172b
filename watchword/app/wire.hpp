#pragma once
/// Builds what the use cases work with, on one data folder: store, keys, hashing, limits. The server and the commands
/// of the command line share it.

#include <watchword/app/configuration.hpp>
#include <watchword/app/data_folder.hpp>
#include <watchword/auth/context.hpp>
#include <watchword/auth/failure_floor.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace watchword::app {

/// Owns everything that a `Context` refers to, in the order in which it is built.
class Wiring {
  public:
    /// Opens the store, finds or makes the master key, opens the keys, measures the failure floor. `log` must outlive
    /// it. Errors: those of the store, of the master key and of the key ring.
    static Result<std::unique_ptr<Wiring>> open(const DataFolder& folder, auth::Settings settings,
                                                passwords::HashingPoolOptions hashing, const Log& log);

    const auth::Context& context() const noexcept { return *context_; }
    Random& random() noexcept { return random_; }

  private:
    Wiring(auth::Settings settings, passwords::HashingPoolOptions hashing);

    SystemClock clock_;
    SystemRandom random_;
    auth::Settings settings_;
    passwords::HashingPool hashing_;
    auth::SignInLimits limits_;
    std::unique_ptr<storage::sqlite::SqliteStore> store_;
    std::unique_ptr<auth::KeyRing> keys_;
    std::unique_ptr<auth::FailureFloor> failure_floor_;
    std::optional<auth::Context> context_;
};

/// For the commands of the command line: the data folder of `configuration`, whether a server runs on it or not. Says
/// nothing in a log; one hashing thread.
class Offline {
  public:
    static Result<Offline> open(const Configuration& configuration, Missing missing);
    const auth::Context& context() const noexcept { return wiring_->context(); }

  private:
    std::unique_ptr<Log> log_;
    std::unique_ptr<Wiring> wiring_;
};

}  // namespace watchword::app
