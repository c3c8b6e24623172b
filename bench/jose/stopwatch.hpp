#pragma once
/// How long many operations take, in CPU time and by the clock on the wall.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>

namespace bench::jose {

struct Measurement {
    std::size_t operations = 0;
    /// Of the process: what a library does in threads of its own counts as well.
    double cpu_seconds = 0;
    double wall_seconds = 0;
};

inline double cpu_seconds_now() noexcept {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Calls `operation(position++)` until `length` is over; looks at the clock after every 16th.
template <class Operation>
Measurement run(Operation&& operation, std::chrono::milliseconds length, std::size_t& position) {
    using Clock = std::chrono::steady_clock;
    constexpr std::size_t between_looks = 16;
    Measurement measured;
    const double cpu_before = cpu_seconds_now();
    const Clock::time_point start = Clock::now();
    Clock::time_point now = start;
    do {
        for (std::size_t i = 0; i < between_looks; ++i)
            operation(position++);
        measured.operations += between_looks;
        now = Clock::now();
    } while (now - start < length);
    measured.wall_seconds = std::chrono::duration<double>(now - start).count();
    measured.cpu_seconds = cpu_seconds_now() - cpu_before;
    return measured;
}

}  // namespace bench::jose
