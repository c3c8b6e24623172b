#pragma once
/// A SQLite VFS over the system's that behaves like a disk with a cache: what was written reaches the real file only
/// with an fsync, and a power cut drops the rest. It can also fail on demand.

#include <atomic>
#include <cstdint>
#include <string>

namespace watchword::test {

/// Registers itself under `name()` for the process; one at a time. All members are thread-safe.
class LosingVfs {
  public:
    LosingVfs();
    ~LosingVfs();
    LosingVfs(const LosingVfs&) = delete;
    LosingVfs& operator=(const LosingVfs&) = delete;

    const std::string& name() const noexcept { return name_; }

    /// From now on nothing reaches the disk and every call fails. Of the unsynced writes each sector of 512 bytes
    /// survives or not, as `seed` decides; none survives if it is 0.
    void cut_power(std::uint64_t seed);

    /// An fsync says that it succeeded and does nothing: what `synchronous = OFF` amounts to.
    std::atomic<bool> sync_is_a_lie{false};
    /// The next fsyncs fail with SQLITE_IOERR_FSYNC; as in Linux, the data is then lost though it can still be read.
    std::atomic<int> failing_syncs{0};
    /// No file may grow.
    std::atomic<bool> disk_is_full{false};
    /// Reading fails with SQLITE_IOERR_READ.
    std::atomic<bool> reads_fail{false};
    std::atomic<std::int64_t> syncs{0};

  private:
    const std::string name_ = "losing";
};

}  // namespace watchword::test
