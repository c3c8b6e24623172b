#pragma once
/// When to ask the issuer again. No I/O, no clock, no lock: the policy alone.

#include <watchword/base/clock.hpp>
#include <watchword/guard/remote/remote_keys.hpp>

#include <optional>

namespace watchword::guard::remote {

/// A clock that was set back never makes anything wait longer than the span that was meant.
class RefreshSchedule {
  public:
    explicit RefreshSchedule(const RemoteKeysOptions& options) noexcept;

    /// The last set need not be looked at again yet.
    bool fresh(TimePoint now) const noexcept;
    /// The last set is so old that it must not serve any more.
    bool dead(TimePoint now) const noexcept;
    /// No failure lies so short ago that the issuer is to be left alone. The pause doubles from one second to a minute.
    bool may_fetch(TimePoint now) const noexcept;
    /// The same, and no fetch for an unknown kid lies within the cooldown.
    bool may_fetch_for_unknown_kid(TimePoint now) const noexcept;
    /// The last fetch failed.
    bool failing() const noexcept { return failures_ > 0; }

    void fetched(TimePoint now, std::optional<Seconds> max_age) noexcept;
    void failed(TimePoint now) noexcept;
    void asked_for_unknown_kid(TimePoint now) noexcept { unknown_kid_at_ = now; }

  private:
    Seconds default_fresh_;
    Seconds stale_if_error_;
    Seconds cooldown_;
    Seconds fresh_for_{0};
    std::optional<TimePoint> fetched_at_;
    std::optional<TimePoint> failed_at_;
    std::optional<TimePoint> unknown_kid_at_;
    unsigned failures_ = 0;
};

}  // namespace watchword::guard::remote
