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

/// So many operations between two looks at the clock, which take some 40 ns.
inline constexpr std::size_t batch = 16;

/// Calls `operation(position++)` until `length` is over.
template <class Operation>
Measurement run(Operation&& operation, std::chrono::milliseconds length, std::size_t& position) {
    using Clock = std::chrono::steady_clock;
    Measurement measured;
    const double cpu_before = cpu_seconds_now();
    const Clock::time_point start = Clock::now();
    Clock::time_point now = start;
    do {
        for (std::size_t i = 0; i < batch; ++i)
            operation(position++);
        measured.operations += batch;
        now = Clock::now();
    } while (now - start < length);
    measured.wall_seconds = std::chrono::duration<double>(now - start).count();
    measured.cpu_seconds = cpu_seconds_now() - cpu_before;
    return measured;
}

/// Calls `prepare`, then `operation` with 0 to `batch` - 1, until `length` is over. Only the operations count, and only
/// the clock on the wall is quick enough for that: what else the machine does shows in it.
template <class Prepare, class Operation>
Measurement run_in_batches(Prepare&& prepare, Operation&& operation, std::chrono::milliseconds length) {
    using Clock = std::chrono::steady_clock;
    Measurement measured;
    const Clock::time_point start = Clock::now();
    for (Clock::time_point end = start; end - start < length; measured.operations += batch) {
        prepare();
        const Clock::time_point begin = Clock::now();
        for (std::size_t i = 0; i < batch; ++i)
            operation(i);
        end = Clock::now();
        measured.wall_seconds += std::chrono::duration<double>(end - begin).count();
    }
    measured.cpu_seconds = measured.wall_seconds;
    return measured;
}

}  // namespace bench::jose
