#pragma once
/// What a process that holds secrets asks of the operating system.

#include <atomic>
#include <functional>
#include <thread>

namespace watchword::app {

/// No core dumps, no debugger of the same user, files that only the owner can read, no death by a closed pipe.
void harden_process() noexcept;

/// Blocks SIGTERM, SIGINT and SIGHUP in this thread and all that it starts from now on.
void block_stop_signals() noexcept;

/// Waits for one of those signals on a thread of its own and calls `stop` once. A second signal ends the process at
/// once with status 130: somebody is in a hurry, and what was acknowledged is on disk.
class StopSignals {
  public:
    explicit StopSignals(std::function<void()> stop);
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

  private:
    void wait();

    std::function<void()> stop_;
    std::atomic<bool> over_{false};
    std::thread thread_;
};

}  // namespace watchword::app
