"""The JWK Set of an issuer, fetched in the background: the Python side of what guard/remote is in C++.

Whoever has its key is never blocked: a stale set serves while a new one is fetched behind it. One fetch at a time,
whoever asks; a cooldown for kids that are not in the set; a growing pause after failures.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from watchword import _native
from watchword.documents import Limits, endpoint, fetch, fetch_metadata, require_httpx, require_safe_url
from watchword.errors import ServerUnavailable, WatchwordError
from watchword.refresh_schedule import RefreshSchedule

log = logging.getLogger("watchword.keys")


@dataclass(frozen=True)
class RemoteKeysOptions:
    """Where the set is, how long it serves (seconds), and what a fetch may cost."""

    issuer: str
    jwks_url: str | None = None
    """None: what the issuer's metadata says (RFC 8414)."""
    fresh: float = 300
    """A set is fresh this long, or as long as Cache-Control max-age says, between 10 seconds and one day."""
    stale_if_error: float = 24 * 3600
    """After a failed refresh the old set serves on this long."""
    unknown_kid_cooldown: float = 30
    limits: Limits = field(default_factory=Limits)


class RemoteKeys:
    """Hands each new set to `adopt`. Thread-safe, fork-safe; each fetch has a thread of its own, so that a process that
    forks between two of them takes no harm."""

    def __init__(self, options: RemoteKeysOptions, adopt: Callable[[list[_native.Key]], None]) -> None:
        require_httpx()
        if options.jwks_url is not None:
            require_safe_url(options.jwks_url, "jwks_url")
        else:
            require_safe_url(options.issuer, "issuer")
        self._options = options
        self._adopt = adopt
        self._schedule = RefreshSchedule(
            fresh=options.fresh,
            stale_if_error=options.stale_if_error,
            unknown_kid_cooldown=options.unknown_kid_cooldown,
        )
        self._url = options.jwks_url
        self._digest = b""
        self._has_keys = False
        self._closed = False
        self._fresh_span = (0.0, 0.0)
        self.generation = 0
        """Counts the fetches that have ended."""
        self.last_failure = ""
        self._begin_process()
        _all_remote_keys.add(self)

    def _begin_process(self) -> None:
        """Also after a fork: the child has neither the threads nor the locks' holders of its parent."""
        self._lock = threading.Lock()
        self._flight: Future[None] | None = None
        self._flight_since = 0.0

    @property
    def has_keys(self) -> bool:
        return self._has_keys

    @property
    def failing(self) -> bool:
        return self._schedule.failing

    def look_after(self, now: float) -> None:
        """Before each verification: starts a refresh behind a stale set, drops a dead one. Never blocks."""
        start, end = self._fresh_span
        if start <= now < end or not self._has_keys:
            return
        with self._lock:
            if self._schedule.dead(now):
                self._drop()
            elif not self._schedule.fresh(now) and self._schedule.may_fetch(now):
                self._start_fetch(now)

    def fetch_for_unknown_key(self, now: float, seen: int) -> Future[None] | None:
        """A fetch to wait for, or None if none is due. `seen`: the generation that did not have the key."""
        with self._lock:
            if self.generation != seen:
                return _done()
            if not self._in_flight():
                due = self._schedule.may_fetch_for_unknown_kid if self._has_keys else self._schedule.may_fetch
                if not due(now):
                    return None
            if self._has_keys:
                self._schedule.asked_for_unknown_kid(now)
            return self._start_fetch(now)

    def still_unknown(self, now: float) -> None:
        """The fetch has answered for the kid: the next one is due after the cooldown."""
        with self._lock:
            self._schedule.asked_for_unknown_kid(now)

    def fetch_now(self) -> Future[None] | None:
        """A fetch to wait for, whatever is cached; None after `close`."""
        now = time.time()
        with self._lock:
            return self._start_fetch(now)

    def close(self) -> None:
        """No more fetches; what is cached serves on."""
        with self._lock:
            self._closed = True

    def _drop(self) -> None:
        self._has_keys = False
        self._digest = b""
        self._fresh_span = (0.0, 0.0)
        self._adopt([])

    def _in_flight(self) -> bool:
        """A fetch that takes far longer than it may is not counted on any more."""
        patience = 3 * self._options.limits.total_timeout + 1
        return self._flight is not None and time.monotonic() - self._flight_since < patience

    def _start_fetch(self, now: float) -> Future[None] | None:
        """With the lock held. What is fetched counts as of `now` (RFC 9111 section 4.2.3: not as of its arrival)."""
        if self._in_flight():
            return self._flight
        if self._closed:
            return None
        flight: Future[None] = Future()
        flight.set_running_or_notify_cancel()
        self._flight, self._flight_since = flight, time.monotonic()
        try:
            threading.Thread(target=self._fetch, args=(flight, now), name="watchword-keys", daemon=True).start()
        except RuntimeError as error:
            self._failed(f"no thread could be started: {error}", now, flight)
        return flight

    def _fetch(self, flight: Future[None], now: float) -> None:
        try:
            body, keys, max_age = self._fetch_set()
        except WatchwordError as error:
            with self._lock:
                self._failed(error.detail, now, flight)
        except Exception as error:  # whatever it was, somebody waits for the end
            with self._lock:
                self._failed(f"{type(error).__name__}: {error}", now, flight)
        else:
            with self._lock:
                self._fetched(body, keys, max_age, now, flight)

    def _fetch_set(self) -> tuple[bytes, list[_native.Key], float | None]:
        limits = self._options.limits
        url = self._url or endpoint(fetch_metadata(self._options.issuer, limits), "jwks_uri")
        document = fetch(url, limits)
        keys = read_public_keys(url, document.body)
        self._url = url
        return document.body, keys, document.max_age

    def _fetched(
        self, body: bytes, keys: list[_native.Key], max_age: float | None, now: float, flight: Future[None]
    ) -> None:
        digest = hashlib.sha256(body).digest()
        # A set that has not changed keeps its very keys, so that what was verified by them stays known.
        if digest != self._digest:
            self._adopt(keys)
            self._digest = digest
        self._has_keys = True
        self._schedule.fetched(now, max_age)
        self._fresh_span = self._schedule.fresh_span
        self._end(flight)

    def _failed(self, reason: str, now: float, flight: Future[None]) -> None:
        self._schedule.failed(now)
        self.last_failure = reason
        # The issuer may have moved its set: ask its metadata again.
        self._url = self._options.jwks_url
        log.warning("keys_unavailable: %s", reason)
        self._end(flight)

    def _end(self, flight: Future[None]) -> None:
        self.generation += 1
        if self._flight is flight:
            self._flight = None
        flight.set_result(None)


def read_public_keys(url: str, body: bytes) -> list[_native.Key]:
    """The usable public keys of a JWK Set. ServerUnavailable if it is none."""
    try:
        keys = _native.import_key_set(body)
    except _native.NativeError as error:
        raise ServerUnavailable(f"{url}: not a JWK Set ({error.code})") from error
    # What anybody can fetch is no secret: an HMAC key from there would let anybody sign.
    return [key.public() if key.is_private else key for key in keys if key.kind != "oct"]


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future


_all_remote_keys: weakref.WeakSet[RemoteKeys] = weakref.WeakSet()


def _after_fork_in_child() -> None:
    for remote_keys in list(_all_remote_keys):
        remote_keys._begin_process()


os.register_at_fork(after_in_child=_after_fork_in_child)
