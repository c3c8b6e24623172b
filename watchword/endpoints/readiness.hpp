#pragma once
/// Whether the store can be read and written. Asking costs a durable write, and anybody may ask: the outcome is kept.

#include <watchword/auth/ports/store.hpp>
#include <watchword/base/clock.hpp>

#include <mutex>
#include <optional>

namespace watchword::endpoints {

/// Thread-safe. Who asks while the store is being asked waits for that answer.
class Readiness {
  public:
    /// The outcome of the last check, which is at most a second old. Errors: those of the store.
    Result<void> check(auth::Store& store, TimePoint now);

  private:
    std::mutex mutex_;
    std::optional<Result<void>> outcome_;
    TimePoint checked_at_{};
};

}  // namespace watchword::endpoints
