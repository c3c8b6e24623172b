#pragma once
/// GCRA in bounded memory: who has tried how often.

#include <watchword/auth/settings.hpp>
#include <watchword/base/clock.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/secret.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace watchword::auth {

/// One rate for many keys. A key is known by a keyed hash of it. Where its neighbourhood of eight entries is full, the
/// one that is nearest to being forgotten anyway gives way: to get rid of one's own high entry one has to make eight
/// higher ones, and the secret of the hash hides where they would have to be. Thread-safe.
class RateTable {
  public:
    RateTable(Rate rate, std::size_t entries, Random& random);
    /// How long the key has to wait until an attempt would be allowed; zero if it is now. Counts nothing.
    Seconds wait(std::string_view key, TimePoint now) const;
    /// Counts an attempt if it is allowed (zero), or says how long to wait, rounded up to whole seconds.
    Seconds admit(std::string_view key, TimePoint now);
    /// Counts, allowed or not.
    void count(std::string_view key, TimePoint now);
    void forget(std::string_view key);

  private:
    /// When the key will be as if it had never tried: GCRA's theoretical arrival time, in milliseconds since 1970.
    struct Entry {
        std::uint64_t key;
        std::int64_t empty_at;
    };
    struct Free {
        void operator()(Entry* entries) const noexcept;
    };
    struct Neighbourhood;

    Neighbourhood lock(std::string_view key) const;
    Seconds wait_of(std::int64_t empty_at, std::int64_t now) const noexcept;
    void add(Neighbourhood& neighbourhood, std::int64_t now) const noexcept;

    std::int64_t interval_;
    std::int64_t burst_;
    std::size_t neighbourhoods_;
    SecretBytes hash_key_;
    std::unique_ptr<Entry[], Free> entries_;
    mutable std::vector<std::mutex> locks_;
};

}  // namespace watchword::auth
