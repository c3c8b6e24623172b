#include <watchword/storage/sqlite/failure.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>
#include <watchword/storage/sqlite/writer.hpp>

#include <chrono>
#include <string>

namespace watchword::storage::sqlite {
namespace {

// The callers of the last commit often come back at once; a commit of all of them costs little more than one of the
// first. A lone caller is never made to wait.
constexpr auto longest_gathering = std::chrono::microseconds(60);

// 4 MiB of log. Larger logs make checkpoints rarer but longer, and readers slower.
constexpr int pages_between_checkpoints = 1000;

}  // namespace

Writer::Writer(const Options& options, const Log& log, std::unique_ptr<Connection> connection)
    : options_(options),
      log_(log),
      connection_(std::move(connection)),
      next_checkpoint_at_(pages_between_checkpoints),
      thread_([this] { serve(); }) {}

Writer::~Writer() {
    stopping_.store(true);
    asleep_.store(0);
    asleep_.notify_one();
    thread_.join();
}

void Writer::submit_and_wait(Request& request) {
    Request* newest = stack_.load(std::memory_order_relaxed);
    do {
        request.next = newest;
    } while (!stack_.compare_exchange_weak(newest, &request));
    if (asleep_.load() != 0 && asleep_.exchange(0) != 0) asleep_.notify_one();
    request.done.wait(0, std::memory_order_acquire);
}

void Writer::serve() {
    while (true) {
        gather();
        if (waiting_.size == 0) {
            if (stopping_.load()) return;
            sleep_until_needed();
            continue;
        }
        const Queue batch = next_batch();
        commit(batch);
        last_batch_ = batch.size;
        finish(batch);
        checkpoint_if_due();
    }
}

void Writer::gather() {
    take_new();
    if (waiting_.size == 0 || waiting_.size >= last_batch_) return;
    const auto deadline = std::chrono::steady_clock::now() + longest_gathering;
    while (waiting_.size < last_batch_ && std::chrono::steady_clock::now() < deadline) {
        if (!take_new()) std::this_thread::yield();
    }
}

bool Writer::take_new() {
    Request* newest = stack_.exchange(nullptr);
    if (newest == nullptr) return false;
    Queue taken{nullptr, newest, 0};
    while (newest != nullptr) {
        Request* older = newest->next;
        newest->next = taken.first;
        taken.first = newest;
        newest = older;
        ++taken.size;
    }
    (waiting_.last != nullptr ? waiting_.last->next : waiting_.first) = taken.first;
    waiting_.last = taken.last;
    waiting_.size += taken.size;
    return true;
}

void Writer::sleep_until_needed() {
    asleep_.store(1);
    // Whoever pushed before this saw us awake and will not wake us.
    if (stack_.load() != nullptr || stopping_.load()) {
        asleep_.store(0);
        return;
    }
    asleep_.wait(1);
}

Writer::Queue Writer::next_batch() {
    Queue batch{waiting_.first, waiting_.first, 1};
    while (batch.size < options_.max_batch && batch.last->next != nullptr) {
        batch.last = batch.last->next;
        ++batch.size;
    }
    waiting_.first = batch.last->next;
    if (waiting_.first == nullptr) waiting_.last = nullptr;
    waiting_.size -= batch.size;
    batch.last->next = nullptr;
    return batch;
}

void Writer::finish(const Queue& batch) {
    for (Request* request = batch.first; request != nullptr;) {
        Request* next = request->next;
        // From the store on, the caller may return and its request be gone; the wake-up uses no more than the address.
        std::atomic<std::uint32_t>& done = request->done;
        done.store(1, std::memory_order_release);
        done.notify_one();
        request = next;
    }
}

void Writer::commit(const Queue& batch) {
    std::optional<Error> error;
    try {
        run_batch(batch);
    } catch (const Failure& failure) {
        error = failure.error();
        recover(failure);
    } catch (const std::exception& exception) {
        error = Error(Error::internal, exception.what());
        connection_.reset();
    }
    if (!error) return;
    log_.error(
        "commit_failed",
        {{"error", error->name()}, {"detail", error->detail()}, {"changes", static_cast<std::int64_t>(batch.size)}});
    for (Request* request = batch.first; request != nullptr; request = request->next) {
        request->refuse(*request, *error);
    }
}

void Writer::run_batch(const Queue& batch) {
    if (connection_ == nullptr) {
        connection_ = std::make_unique<Connection>(options_, Access::write);
        ++reopened_;
    }
    connection_->statement("BEGIN IMMEDIATE").run();
    for (Request* request = batch.first; request != nullptr; request = request->next) {
        run_one(*request);
    }
    connection_->statement("COMMIT").run();
}

void Writer::run_one(Request& request) {
    connection_->statement("SAVEPOINT one").run();
    try {
        if (!request.perform(request, *connection_)) connection_->statement("ROLLBACK TO one").run();
    } catch (const Failure& failure) {
        // SQLite has given up the whole transaction, neighbours and all: so must we.
        if (connection_->in_autocommit()) throw;
        undo_one(request, failure.error());
    } catch (const std::exception& exception) {
        undo_one(request, Error(Error::internal, exception.what()));
    }
    connection_->statement("RELEASE one").run();
}

void Writer::undo_one(Request& request, const Error& error) {
    connection_->statement("ROLLBACK TO one").run();
    request.refuse(request, error);
    log_.error("change_failed", {{"error", error.name()}, {"detail", error.detail()}});
}

void Writer::recover(const Failure& failure) noexcept {
    if (connection_ == nullptr) return;
    try {
        if (!connection_->in_autocommit()) connection_->execute("ROLLBACK");
        if (!failure.connection_is_spoiled()) return;
    } catch (const std::exception&) {
    }
    connection_.reset();
}

void Writer::checkpoint_if_due() noexcept {
    if (connection_ == nullptr || connection_->pages_in_log() < next_checkpoint_at_) return;
    try {
        connection_->checkpoint();
        next_checkpoint_at_ = pages_between_checkpoints;
    } catch (const std::exception& exception) {
        // Nothing is lost: what was committed is durable in the log, and the checkpoint is tried again later.
        log_.warning("checkpoint_failed", {{"detail", exception.what()}});
        next_checkpoint_at_ = connection_->pages_in_log() + pages_between_checkpoints;
    }
}

}  // namespace watchword::storage::sqlite
