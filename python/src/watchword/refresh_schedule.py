"""When to ask the issuer for its keys again. No I/O, no clock, no lock: the policy alone, as guard/remote has it."""

from __future__ import annotations

LEAST_FRESH = 10.0
MOST_FRESH = 24 * 3600.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


def _passed(since: float | None, span: float, now: float) -> bool:
    """A clock that was set back never makes anything wait longer than the span that was meant."""
    return since is None or now < since or now - since >= span


class RefreshSchedule:
    """Times are seconds since the epoch. Not thread-safe: its owner holds a lock."""

    def __init__(self, *, fresh: float, stale_if_error: float, unknown_kid_cooldown: float) -> None:
        self._default_fresh = fresh
        self._stale_if_error = stale_if_error
        self._cooldown = unknown_kid_cooldown
        self._fresh_for = 0.0
        self._fetched_at: float | None = None
        self._failed_at: float | None = None
        self._unknown_kid_at: float | None = None
        self._failures = 0

    @property
    def failing(self) -> bool:
        """The last fetch failed."""
        return self._failures > 0

    @property
    def fresh_span(self) -> tuple[float, float]:
        """From when until when `fresh` says yes."""
        start = self._fetched_at or 0.0
        return start, start + self._fresh_for

    def fresh(self, now: float) -> bool:
        """The last set need not be looked at again yet."""
        return self._fetched_at is not None and not _passed(self._fetched_at, self._fresh_for, now)

    def dead(self, now: float) -> bool:
        """There is no set, or it is so old that it must not serve any more."""
        return self._fetched_at is None or now - self._fetched_at >= self._fresh_for + self._stale_if_error

    def may_fetch(self, now: float) -> bool:
        """No failure lies so short ago that the issuer is to be left alone. The pause doubles up to a minute."""
        if self._failures == 0:
            return True
        pause = min(FIRST_PAUSE * 2 ** min(self._failures - 1, 6), LONGEST_PAUSE)
        return _passed(self._failed_at, pause, now)

    def may_fetch_for_unknown_kid(self, now: float) -> bool:
        """The same, and no fetch for an unknown kid lies within the cooldown: kids can be made up."""
        return self.may_fetch(now) and _passed(self._unknown_kid_at, self._cooldown, now)

    def fetched(self, now: float, max_age: float | None) -> None:
        self._fetched_at = now
        self._fresh_for = min(max(self._default_fresh if max_age is None else max_age, LEAST_FRESH), MOST_FRESH)
        self._failures = 0

    def failed(self, now: float) -> None:
        self._failed_at = now
        self._failures = min(self._failures + 1, 100)

    def asked_for_unknown_kid(self, now: float) -> None:
        self._unknown_kid_at = now
