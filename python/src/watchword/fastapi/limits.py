"""Limits on signing in: per address (every attempt) and per account (failed ones), as the Watchword server has them.

They hold in one process. Several workers each count for themselves: divide by their number, or put the limit in front.
"""

import ipaddress
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """`burst` attempts at once, then one more every `interval` seconds."""

    burst: int
    interval: float

    def __post_init__(self) -> None:
        if self.burst < 1 or self.interval <= 0:
            raise ValueError("a limit has a burst of at least 1 and an interval of more than 0 seconds")


class Attempts:
    """Counts attempts by name against one limit (GCRA: one number a name). Thread-safe, bounded in memory: the names
    that were quiet for longest are forgotten first."""

    def __init__(self, limit: Limit, *, entries: int = 100_000, clock: Callable[[], float] | None = None) -> None:
        self._limit = limit
        self._entries = entries
        self._clock = clock or (lambda: time.time())  # looked up at each call, so that time can be frozen
        self._lock = threading.Lock()
        # When each name would be back at its full burst.
        self._full_again: OrderedDict[str, float] = OrderedDict()

    def take(self, name: str) -> float:
        """Zero and counts the attempt, or the seconds to wait and counts nothing."""
        now = self._clock()
        with self._lock:
            full_again = max(self._full_again.get(name, now), now)
            wait = full_again - now - (self._limit.burst - 1) * self._limit.interval
            if wait > 0:
                return wait
            self._full_again[name] = full_again + self._limit.interval
            self._full_again.move_to_end(name)
            self._forget(now)
            return 0.0

    def give_back(self, name: str) -> None:
        """The attempt was a success and does not count."""
        with self._lock:
            if name in self._full_again:
                self._full_again[name] -= self._limit.interval

    def _forget(self, now: float) -> None:
        while len(self._full_again) > self._entries:
            self._full_again.popitem(last=False)
        oldest = next(iter(self._full_again))
        if self._full_again[oldest] <= now:
            del self._full_again[oldest]


class SignInLimits:
    """Both limits of a sign-in. `None` for a limit turns it off."""

    def __init__(
        self,
        *,
        per_address: Limit | None = Limit(30, 2.0),
        per_account: Limit | None = Limit(10, 30.0),
        entries: int = 100_000,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._addresses = Attempts(per_address, entries=entries, clock=clock) if per_address else None
        self._accounts = Attempts(per_account, entries=entries, clock=clock) if per_account else None

    def begin(self, username: str, address: str) -> float:
        """Counts an attempt before its password is looked at, so that attempts at the same time cannot pass together.
        Zero, or the seconds to wait."""
        wait = self._addresses.take(address_group(address)) if self._addresses else 0.0
        if wait > 0 or self._accounts is None:
            return wait
        return self._accounts.take(account_name(username))

    def forgive(self, username: str) -> None:
        """The attempt was no failure, and only those count against an account."""
        if self._accounts is not None:
            self._accounts.give_back(account_name(username))


def account_name(username: str) -> str:
    """One account has one count, however its name is written: databases, too, may take full-width letters or an accent
    of its own (Unicode, UAX #15) for the same."""
    return unicodedata.normalize("NFKC", username).strip().casefold()[:256]


def address_group(address: str) -> str:
    """The address; of IPv6 the /64, which one caller has for himself."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
