#include <watchword/guard/remote/refresh_schedule.hpp>

#include <algorithm>

namespace watchword::guard::remote {
namespace {

constexpr Seconds least_fresh{10};
constexpr Seconds most_fresh{24 * 3600};
constexpr Seconds first_pause{1};
constexpr Seconds longest_pause{60};

bool passed(std::optional<TimePoint> since, Seconds span, TimePoint now) noexcept {
    return !since || now < *since || now - *since >= span;
}

Seconds pause_after(unsigned failures) noexcept {
    if (failures == 0) return Seconds(0);
    return std::min(first_pause * (1 << std::min(failures - 1, 6U)), longest_pause);
}

}  // namespace

RefreshSchedule::RefreshSchedule(const RemoteKeysOptions& options) noexcept
    : default_fresh_(options.fresh), stale_if_error_(options.stale_if_error), cooldown_(options.unknown_kid_cooldown) {}

bool RefreshSchedule::fresh(TimePoint now) const noexcept {
    return fetched_at_ && !passed(fetched_at_, fresh_for_, now);
}

bool RefreshSchedule::dead(TimePoint now) const noexcept {
    return !fetched_at_ || (now > *fetched_at_ && now - *fetched_at_ >= fresh_for_ + stale_if_error_);
}

bool RefreshSchedule::may_fetch(TimePoint now) const noexcept {
    return passed(failed_at_, pause_after(failures_), now);
}

bool RefreshSchedule::may_fetch_for_unknown_kid(TimePoint now) const noexcept {
    return may_fetch(now) && passed(unknown_kid_at_, cooldown_, now);
}

void RefreshSchedule::fetched(TimePoint now, std::optional<Seconds> max_age) noexcept {
    fetched_at_ = now;
    fresh_for_ = std::clamp(max_age.value_or(default_fresh_), least_fresh, most_fresh);
    failures_ = 0;
}

void RefreshSchedule::failed(TimePoint now) noexcept {
    failed_at_ = now;
    failures_ = std::min(failures_ + 1, 100U);
}

}  // namespace watchword::guard::remote
