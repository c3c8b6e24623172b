#pragma once
/// One thread's readiness, deadlines and messages from other threads. The only file that knows Asio is its source.

#include <watchword/http/deadlines.hpp>
#include <watchword/http/socket.hpp>

#include <cstdint>
#include <functional>
#include <memory>

namespace watchword::http {

class EventLoop {
  public:
    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Runs until `stop`, in the calling thread. Everything below but `post` belongs to that thread.
    void run();
    /// `run` returns after the current call-back.
    void stop() noexcept;
    /// Runs `task` in the loop's thread. Thread-safe; a loop that has stopped drops it when it dies.
    void post(std::function<void()> task);

    /// Monotonic milliseconds.
    Deadlines::Time now() const noexcept;
    void set_duration(Deadline kind, Deadlines::Time milliseconds) noexcept;
    void arm(Deadlines::Entry& entry, Deadline kind);
    void disarm(Deadlines::Entry& entry) noexcept { Deadlines::disarm(entry); }

  private:
    friend class Descriptor;
    struct State;
    std::unique_ptr<State> state_;
};

enum class Readiness : std::uint8_t { readable, writable };

/// An open file descriptor that a loop watches; closes it when it dies.
class Descriptor {
  public:
    class Owner {
      public:
        virtual ~Owner() = default;
        virtual void on_ready() = 0;
    };

    /// Throws std::system_error if the system cannot watch another one.
    Descriptor(EventLoop& loop, Socket socket);
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const noexcept { return number_; }
    /// Calls `owner->on_ready()` once, and keeps it alive until then. No call follows after `close`. A second wait for
    /// the same readiness does nothing while the first is pending.
    void wait(Readiness readiness, std::shared_ptr<Owner> owner);
    void close() noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
    int number_;
};

}  // namespace watchword::http
