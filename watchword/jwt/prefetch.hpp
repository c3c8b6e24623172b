#pragma once
/// Internal to jwt.

#include <cstddef>

namespace watchword::jwt {

/// Has the processor fetch memory: what comes while something else is done need not be waited for. The address need not
/// be valid.
inline void prefetch(const void* start, std::size_t size) noexcept {
    constexpr std::size_t line = 64;
#pragma GCC unroll 8
    for (std::size_t at = 0; at < size; at += line)
        __builtin_prefetch(static_cast<const char*>(start) + at);
}

}  // namespace watchword::jwt
