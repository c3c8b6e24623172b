#pragma once
/// What a server does beside answering: it notices what other processes changed, drops what is dead, retires keys.

#include <watchword/auth/context.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <thread>

namespace watchword::app {

class Housekeeping {
  public:
    /// Starts the thread. `context` must outlive it.
    explicit Housekeeping(const auth::Context& context);
    /// Stops it; waits for the step under way.
    ~Housekeeping() = default;
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

    /// One round, as the thread does it each second. `round` counts them.
    void run_once(std::uint64_t round);

  private:
    void run(const std::stop_token& stop);
    Result<void> follow_outside_changes();
    Result<void> purge();
    Result<void> retire_keys();
    void note(std::string_view step, const Result<void>& result);

    const auth::Context& context_;
    std::optional<std::uint64_t> seen_changes_;
    bool more_to_purge_ = false;
    std::set<std::string_view> failing_;  ///< names of steps
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace watchword::app
