#pragma once
/// A bounded pool for handlers that may block: a full queue refuses instead of growing.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace watchword::http {

/// Thread-safe. Threads start when they are first needed, and the one that became idle last is woken first: under light
/// load few stacks are touched.
class ThreadPool {
  public:
    using Task = std::function<void()>;

    /// Starts one thread, so that a system without threads is noticed here (std::system_error).
    ThreadPool(std::size_t threads, std::size_t queue);
    ~ThreadPool() { stop(); }
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    /// False if the queue is full or the pool has stopped. Tasks must not throw.
    bool submit(Task task);
    /// Drops what is queued and waits for what is running.
    void stop() noexcept;

  private:
    struct Worker {
        std::condition_variable wake;
        bool called = false;
        std::thread thread;
    };

    void start_thread();
    void work(Worker& self);
    bool wait_for_work(Worker& self, std::unique_lock<std::mutex>& lock);

    const std::size_t max_threads_;
    const std::size_t max_queue_;
    std::mutex mutex_;
    bool stopped_ = false;
    std::deque<Task> queue_;
    std::vector<Worker*> idle_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace watchword::http
