#include <watchword/base/clock.hpp>
#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/hashing_pool.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace watchword::passwords {
namespace {

constexpr int lowest_priority = 19;
/// The least that the kernel accepts. From Linux 6.6 on, whoever runs is left alone for its slice (some 3 ms) even by
/// those that are far more urgent; with a slice this short, they have the processor at once. Older kernels ignore it.
constexpr std::uint64_t slice_nanoseconds = 100'000;

/// sched_attr of sched_setattr(2), which glibc 2.36 does not declare.
struct SchedulingAttributes {
    std::uint32_t size = sizeof(SchedulingAttributes);
    std::uint32_t policy = SCHED_BATCH;
    std::uint64_t flags = 0;
    std::int32_t nice = lowest_priority;
    std::uint32_t priority = 0;
    std::uint64_t runtime = slice_nanoseconds;
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

/// Of the calling thread alone: on Linux, nice values belong to threads. A refusal is no reason not to hash.
void lower_priority() noexcept {
    const SchedulingAttributes attributes;
    if (syscall(SYS_sched_setattr, 0, &attributes, 0) == 0) return;
    const sched_param none{};
    pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), lowest_priority);
}

unsigned default_threads() noexcept {
    return std::max(2U, std::thread::hardware_concurrency()) - 1;
}

}  // namespace

struct HashingPool::State {
    State(HashingPoolOptions given, Random& source) : options(given), random(source) {
        const unsigned count = options.threads == 0 ? default_threads() : options.threads;
        const std::lock_guard lock(mutex);
        for (unsigned i = 0; i < count; ++i)
            threads.emplace_back([this] { work(); });
    }
    ~State() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        wake.notify_all();
        for (std::thread& thread : threads)
            thread.join();
    }

    /// Runs `call` on a pool thread and waits for it; what it throws is thrown here.
    template <class T, class Call>
    Result<T> run(Call call) {
        // Shared: the thread still touches the task after the waiting caller has its result.
        const auto task = std::make_shared<std::packaged_task<Result<T>()>>(std::move(call));
        if (Result<void> accepted = enqueue([task] { (*task)(); }); !accepted) return accepted.error();
        return task->get_future().get();
    }

    Result<void> enqueue(std::function<void()> job) {
        const std::lock_guard lock(mutex);
        // A job for an idle thread does not wait, whatever the bound of the queue.
        if (queue.size() >= options.queue + (threads.size() - busy))
            return Error(Error::overloaded, "hashing queue full").with_retry_after(expected_wait());
        queue.push_back(std::move(job));
        wake.notify_one();
        return {};
    }

    void work() {
        lower_priority();
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !queue.empty(); });
            if (queue.empty()) return;
            const std::function<void()> job = std::move(queue.front());
            queue.pop_front();
            ++busy;
            lock.unlock();
            const auto started = std::chrono::steady_clock::now();
            job();
            const auto took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - started);
            lock.lock();
            --busy;
            usual_time = (usual_time * 7 + took) / 8;
        }
    }

    /// Until the queue as it is has been worked off; whole seconds, rounded up.
    Seconds expected_wait() const {
        const auto wait = usual_time * static_cast<int>(queue.size() + 1) / static_cast<int>(threads.size());
        return std::max(Seconds(1), std::chrono::ceil<Seconds>(wait));
    }

    const HashingPoolOptions options;
    Random& random;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> queue;
    std::size_t busy = 0;
    Milliseconds usual_time{20};
    bool stopping = false;
    std::vector<std::thread> threads;
};

HashingPool::HashingPool(HashingPoolOptions options, Random& random) {
    if (!argon2::within_caps(options.parameters)) throw std::invalid_argument("Argon2 parameters out of range");
    state_ = std::make_unique<State>(options, random);
}

HashingPool::~HashingPool() = default;

Result<std::string> HashingPool::hash(const SecretBytes& password) {
    return state_->run<std::string>(
        [&] { return passwords::hash(password, state_->options.parameters, state_->random); });
}

Result<Verified> HashingPool::verify(const SecretBytes& password, std::string_view encoded) {
    return state_->run<Verified>([&] { return passwords::verify(password, encoded, state_->options.parameters); });
}

const Argon2Parameters& HashingPool::parameters() const noexcept {
    return state_->options.parameters;
}

}  // namespace watchword::passwords
