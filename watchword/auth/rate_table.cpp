#include <watchword/auth/rate_table.hpp>
#include <watchword/base/crypto.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>

namespace watchword::auth {
namespace {

constexpr std::size_t neighbours = 8;
constexpr std::size_t lock_count = 64;

std::int64_t milliseconds(TimePoint time) noexcept {
    return time.time_since_epoch().count();
}

}  // namespace

/// The entries among which a key lives, locked.
struct RateTable::Neighbourhood {
    std::unique_lock<std::mutex> lock;
    std::uint64_t key;
    std::span<Entry> entries;

    Entry* find() const noexcept {
        const auto found = std::ranges::find(entries, key, &Entry::key);
        return found == entries.end() ? nullptr : &*found;
    }
    std::int64_t empty_at() const noexcept {
        const Entry* const entry = find();
        return entry == nullptr ? 0 : entry->empty_at;
    }
};

void RateTable::Free::operator()(Entry* entries) const noexcept {
    std::free(entries);
}

RateTable::RateTable(Rate rate, std::size_t entries, Random& random)
    : interval_(std::chrono::duration_cast<Milliseconds>(rate.interval).count()),
      burst_(std::max(1U, rate.burst)),
      neighbourhoods_(std::max<std::size_t>(1, (entries + neighbours - 1) / neighbours)),
      hash_key_(random.secret(32)),
      // calloc: pages that nobody has needed yet take no memory.
      entries_(static_cast<Entry*>(std::calloc(neighbourhoods_ * neighbours, sizeof(Entry)))),
      locks_(lock_count) {
    if (!entries_) throw std::bad_alloc();
}

RateTable::Neighbourhood RateTable::lock(std::string_view key) const {
    const crypto::Digest digest = crypto::hmac_sha256(hash_key_.reveal(), as_bytes(key));
    std::uint64_t words[2];
    std::memcpy(words, digest.data(), sizeof words);
    const std::size_t index = words[1] % neighbourhoods_;
    // 0 marks an entry that was never used.
    return {std::unique_lock(locks_[index % lock_count]), std::max<std::uint64_t>(1, words[0]),
            std::span(entries_.get() + index * neighbours, neighbours)};
}

Seconds RateTable::wait_of(std::int64_t empty_at, std::int64_t now) const noexcept {
    const std::int64_t tolerated = (burst_ - 1) * interval_;
    const std::int64_t wait = empty_at - tolerated - now;
    return wait <= 0 ? Seconds(0) : std::chrono::ceil<Seconds>(Milliseconds(wait));
}

void RateTable::add(Neighbourhood& neighbourhood, std::int64_t now) const noexcept {
    Entry* entry = neighbourhood.find();
    if (entry == nullptr) {
        entry = &*std::ranges::min_element(neighbourhood.entries, {}, &Entry::empty_at);
        *entry = {neighbourhood.key, 0};
    }
    entry->empty_at = std::max(entry->empty_at, now) + interval_;
}

Seconds RateTable::wait(std::string_view key, TimePoint now) const {
    return wait_of(lock(key).empty_at(), milliseconds(now));
}

Seconds RateTable::admit(std::string_view key, TimePoint now) {
    Neighbourhood neighbourhood = lock(key);
    const Seconds wait = wait_of(neighbourhood.empty_at(), milliseconds(now));
    if (wait == Seconds(0)) add(neighbourhood, milliseconds(now));
    return wait;
}

void RateTable::count(std::string_view key, TimePoint now) {
    Neighbourhood neighbourhood = lock(key);
    add(neighbourhood, milliseconds(now));
}

void RateTable::forget(std::string_view key) {
    const Neighbourhood neighbourhood = lock(key);
    if (Entry* const entry = neighbourhood.find()) *entry = {0, 0};
}

}  // namespace watchword::auth
