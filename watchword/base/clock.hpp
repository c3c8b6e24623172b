#pragma once
/// Time is handed in: no module but this one asks the operating system.

#include <atomic>
#include <chrono>
#include <cstdint>

namespace watchword {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
/// Wall-clock time (UTC), to the millisecond.
using TimePoint = std::chrono::sys_time<Milliseconds>;

/// Whole seconds since 1970, as NumericDate (RFC 7519 section 2) counts them.
inline std::int64_t to_unix_seconds(TimePoint time) noexcept {
    return std::chrono::floor<Seconds>(time).time_since_epoch().count();
}
/// The moment that many whole seconds after 1970.
inline TimePoint from_unix_seconds(std::int64_t seconds) noexcept {
    return TimePoint(Seconds(seconds));
}

/// Where whoever needs the time gets it from. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual TimePoint now() const noexcept = 0;
};

/// The clock of the operating system.
class SystemClock final : public Clock {
  public:
    TimePoint now() const noexcept override {
        return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    }
};

/// Stands still until it is told to move. Thread-safe.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(TimePoint start) noexcept : now_(start.time_since_epoch().count()) {}
    TimePoint now() const noexcept override { return TimePoint(Milliseconds(now_.load())); }
    void advance(Milliseconds by) noexcept { now_ += by.count(); }

  private:
    std::atomic<std::int64_t> now_;
};

}  // namespace watchword
