#include <watchword/http/thread_pool.hpp>

#include <algorithm>
#include <system_error>

namespace watchword::http {

ThreadPool::ThreadPool(std::size_t threads, std::size_t queue)
    : max_threads_(std::max<std::size_t>(threads, 1)), max_queue_(queue) {
    const std::scoped_lock lock(mutex_);
    start_thread();
}

bool ThreadPool::submit(Task task) {
    const std::scoped_lock lock(mutex_);
    if (stopped_ || queue_.size() >= max_queue_) return false;
    queue_.push_back(std::move(task));
    if (!idle_.empty()) {
        idle_.back()->called = true;
        idle_.back()->wake.notify_one();
        idle_.pop_back();
        return true;
    }
    try {
        if (workers_.size() < max_threads_) start_thread();
    } catch (const std::system_error&) {
        // The threads that run already will come to it.
    }
    return true;
}

void ThreadPool::start_thread() {
    auto worker = std::make_unique<Worker>();
    workers_.reserve(workers_.size() + 1);
    idle_.reserve(workers_.size() + 1);
    worker->thread = std::thread([this, self = worker.get()] { work(*self); });
    workers_.push_back(std::move(worker));
}

void ThreadPool::work(Worker& self) {
    std::unique_lock lock(mutex_);
    while (wait_for_work(self, lock)) {
        Task task = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
}

bool ThreadPool::wait_for_work(Worker& self, std::unique_lock<std::mutex>& lock) {
    while (!stopped_ && queue_.empty()) {
        self.called = false;
        idle_.push_back(&self);
        self.wake.wait(lock, [&] { return self.called || stopped_; });
    }
    return !stopped_;
}

void ThreadPool::stop() noexcept {
    std::deque<Task> dropped;
    {
        const std::scoped_lock lock(mutex_);
        stopped_ = true;
        dropped.swap(queue_);
        for (const auto& worker : workers_)
            worker->wake.notify_one();
    }
    for (const auto& worker : workers_) {
        if (worker->thread.joinable()) worker->thread.join();
    }
}

}  // namespace watchword::http
