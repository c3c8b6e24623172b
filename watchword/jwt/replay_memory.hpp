#pragma once
/// What may be used once only: DPoP proofs (RFC 9449 section 11.1), logout tokens, client assertions.

#include <watchword/base/clock.hpp>
#include <watchword/base/crypto.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string_view>

namespace watchword::jwt {

/// Remembers what was seen.
class ReplayMemory {
  public:
    virtual ~ReplayMemory() = default;
    /// True if `id` was not there and is now, to the end of `until`. Atomic, thread-safe. False when in doubt, such as
    /// when it is full.
    virtual bool remember(std::string_view id, TimePoint now, TimePoint until) = 0;
};

/// In this process, bounded: entries leave when they expire; when it is full of live ones, new ones are refused, and so
/// is what would have been forgotten by now had it been seen before (a thread whose `now` is older, a clock that was
/// set back). Keeps hashes only, some 150 bytes an entry whatever the ids are.
class LocalReplayMemory final : public ReplayMemory {
  public:
    explicit LocalReplayMemory(std::size_t capacity = 100'000) noexcept : capacity_(capacity) {}
    bool remember(std::string_view id, TimePoint now, TimePoint until) override;
    /// Entries that are held, expired ones included that nobody has looked at since.
    std::size_t size() const;

  private:
    using Seen = std::set<crypto::Digest>;
    void forget_expired(TimePoint now);

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    // Trees, not hash tables: who chooses the ids must not be able to choose the buckets.
    Seen seen_;
    std::multimap<TimePoint, Seen::iterator> by_expiry_;
    /// Until when the last entry counted that has been forgotten.
    TimePoint forgotten_ = TimePoint::min();
};

}  // namespace watchword::jwt
