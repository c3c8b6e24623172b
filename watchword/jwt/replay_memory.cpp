#include <watchword/base/bytes.hpp>
#include <watchword/jwt/replay_memory.hpp>

#include <algorithm>

namespace watchword::jwt {

bool LocalReplayMemory::remember(std::string_view id, TimePoint now, TimePoint until) {
    const crypto::Digest digest = crypto::sha256(as_bytes(id));
    const std::lock_guard lock(mutex_);
    forget_expired(now);
    if (until <= forgotten_ || seen_.size() >= capacity_) return false;
    const auto [entry, is_new] = seen_.insert(digest);
    if (is_new) by_expiry_.emplace(until, entry);
    return is_new;
}

void LocalReplayMemory::forget_expired(TimePoint now) {
    while (!by_expiry_.empty() && by_expiry_.begin()->first < now) {
        forgotten_ = std::max(forgotten_, by_expiry_.begin()->first);
        seen_.erase(by_expiry_.begin()->second);
        by_expiry_.erase(by_expiry_.begin());
    }
}

std::size_t LocalReplayMemory::size() const {
    const std::lock_guard lock(mutex_);
    return seen_.size();
}

}  // namespace watchword::jwt
