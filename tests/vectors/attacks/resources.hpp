#pragma once
/// What a case took, and what this process may not do at all.

#include <chrono>
#include <cstddef>

namespace watchword::vectors {

/// Measures from its construction.
class Resources {
  public:
    Resources();
    std::chrono::milliseconds elapsed() const;
    /// By which the peak of resident memory exceeds what was resident at the beginning; 0 where the system does not
    /// say.
    std::size_t extra_memory_mib() const;

  private:
    std::chrono::steady_clock::time_point start_;
    std::size_t resident_kib_;
};

/// From here on, whoever opens a socket or starts a program ends the process (signal SYS).
/// False if the system cannot do that.
bool forbid_side_effects();

}  // namespace watchword::vectors
