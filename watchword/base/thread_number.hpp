#pragma once
/// Spreads threads over what is kept several times, so that they do not write to the same cache line.

#include <atomic>
#include <cstddef>

namespace watchword {

/// Threads are numbered as they first ask, so that neighbours differ in the remainder by any count of copies.
inline std::size_t thread_number() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t number = threads.fetch_add(1, std::memory_order_relaxed);
    return number;
}

}  // namespace watchword
