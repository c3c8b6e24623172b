#include <watchword/endpoints/readiness.hpp>

namespace watchword::endpoints {

Result<void> Readiness::check(auth::Store& store, TimePoint now) {
    const std::lock_guard lock(mutex_);
    // A clock that was set back makes nothing fresh.
    const bool fresh = outcome_ && now >= checked_at_ && now < checked_at_ + Seconds(1);
    if (!fresh) {
        outcome_ = store.ping();
        checked_at_ = now;
    }
    return *outcome_;
}

}  // namespace watchword::endpoints
