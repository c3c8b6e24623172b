#pragma once
/// The group commit: one thread takes all waiting changes, runs each in its own SAVEPOINT and makes them durable with
/// one COMMIT. A caller sleeps until that commit has succeeded or failed.

#include <watchword/base/log.hpp>
#include <watchword/base/result.hpp>
#include <watchword/storage/sqlite/connection.hpp>
#include <watchword/storage/sqlite/failure.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>

namespace watchword::storage::sqlite {

class Writer {
  public:
    /// `connection` is ready to use. `options` and `log` must outlive the writer.
    Writer(const Options& options, const Log& log, std::unique_ptr<Connection> connection);
    /// Finishes what waits, then stops.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Runs `work(connection)`, which gives a Result, inside the next commit, and returns when that commit is durable.
    /// If `work` gives an error or throws, its changes (and only its) are undone. If the commit fails, the error is the
    /// commit's and nothing has been changed. Thread-safe.
    template <class Work>
    auto change(Work&& work) -> std::invoke_result_t<Work&, Connection&> {
        Task<std::remove_reference_t<Work>> task(work);
        submit_and_wait(task);
        return std::move(*task.result);
    }

    /// Grows by one whenever the connection had to be opened anew. For the writer thread (inside `change`).
    std::uint32_t reopened() const noexcept { return reopened_; }

  private:
    /// Lives on the caller's stack; no allocation a change.
    struct Request {
        bool (*perform)(Request&, Connection&);  ///< true if its changes shall be kept
        void (*refuse)(Request&, const Error&);
        Request* next = nullptr;
        std::atomic<std::uint32_t> done{0};
    };
    template <class Work>
    struct Task : Request {
        using Outcome = std::invoke_result_t<Work&, Connection&>;
        explicit Task(Work& task_work) : Request{&Task::perform_work, &Task::store_error}, work(task_work) {}
        static bool perform_work(Request& request, Connection& connection) {
            auto& self = static_cast<Task&>(request);
            self.result.emplace(self.work(connection));
            return self.result->has_value();
        }
        static void store_error(Request& request, const Error& error) {
            static_cast<Task&>(request).result.emplace(error);
        }
        Work& work;
        std::optional<Outcome> result;
    };
    /// Requests in the order in which they came.
    struct Queue {
        Request* first = nullptr;
        Request* last = nullptr;
        std::size_t size = 0;
    };

    void submit_and_wait(Request& request);
    void serve();
    void gather();
    bool take_new();
    void sleep_until_needed();
    Queue next_batch();

    void commit(const Queue& batch);
    void run_batch(const Queue& batch);
    void run_one(Request& request);
    void undo_one(Request& request, const Error& error);
    void recover(const Failure& failure) noexcept;
    void checkpoint_if_due() noexcept;
    static void finish(const Queue& batch);

    const Options& options_;
    const Log& log_;
    std::unique_ptr<Connection> connection_;
    std::uint32_t reopened_ = 0;
    int next_checkpoint_at_;
    Queue waiting_;  ///< taken from the stack, not yet in a commit
    std::size_t last_batch_ = 0;

    alignas(64) std::atomic<Request*> stack_{nullptr};  ///< newest first
    alignas(64) std::atomic<std::uint32_t> asleep_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace watchword::storage::sqlite
