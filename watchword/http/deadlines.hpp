#pragma once
/// What must not take for ever. Every kind has one duration, so its entries stay in order of arming: arming and
/// disarming are a few pointer writes, and one timer serves all.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace watchword::http {

enum class Deadline : std::uint8_t {
    handshake,
    header,
    body,
    write,
    keep_alive,
    farewell,
    linger,
    accept_backoff,
    drain
};
inline constexpr std::size_t deadline_kinds = 9;

/// Not thread-safe: one per event loop.
class Deadlines {
  public:
    /// A monotonic time in milliseconds.
    using Time = std::int64_t;

    /// Base of whatever can be late. Disarm it before it dies.
    class Entry {
      public:
        virtual ~Entry() = default;
        virtual void on_deadline(Deadline kind) = 0;
        bool is_armed() const noexcept { return next_ != nullptr; }
        bool is_armed_for(Deadline kind) const noexcept { return is_armed() && kind_ == kind; }

      protected:
        Entry() = default;
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

      private:
        friend class Deadlines;
        Entry* next_ = nullptr;
        Entry* previous_ = nullptr;
        Time due_ = 0;
        Deadline kind_ = Deadline::header;
    };

    Deadlines() noexcept;
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;

    /// At least one millisecond, so that re-arming on expiry cannot go on for ever.
    void set_duration(Deadline kind, Time milliseconds) noexcept {
        durations_[index(kind)] = milliseconds > 0 ? milliseconds : 1;
    }
    /// Moves the entry, if it is armed already. Returns when it is due.
    Time arm(Entry& entry, Deadline kind, Time now) noexcept;
    static void disarm(Entry& entry) noexcept;
    /// When the earliest entry is due; none if nothing is armed.
    std::optional<Time> next_due() const noexcept;
    /// Disarms every entry that is due at `now` and calls it. Entries may be armed and disarmed meanwhile.
    void expire(Time now);

  private:
    struct Head final : Entry {
        Head() noexcept;
        void on_deadline(Deadline) override {}
    };
    static std::size_t index(Deadline kind) noexcept { return static_cast<std::size_t>(kind); }

    std::array<Head, deadline_kinds> heads_;
    std::array<Time, deadline_kinds> durations_{};
};

}  // namespace watchword::http
