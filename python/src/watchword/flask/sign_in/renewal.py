"""One renewal at a time for each session, however many tabs and threads ask for it.

The server gives whoever asks again with the same refresh token within its grace (10 seconds) the same successor, so
that other processes may ask too; here, in one process, the second asks nobody but waits for the first. The successor is
remembered for a minute: a request that was on its way with the old cookie meanwhile is served by it, too.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field

from watchword.errors import ServerUnavailable
from watchword.flask.sign_in.session import Session

KEPT_FOR = 60.0
LONGEST_WAIT = 15.0


@dataclass
class _Renewal:
    successor: Future[Session] = field(default_factory=Future)
    ended_at: float | None = None


class Renewals:
    """Thread-safe, fork-safe."""

    def __init__(self) -> None:
        self._begin_process()
        _all_renewals.add(self)

    def _begin_process(self) -> None:
        self._lock = threading.Lock()
        self._renewals: dict[bytes, _Renewal] = {}

    def renew(self, session: Session, ask: Callable[[Session], Session]) -> Session:
        """The successor of `session`: that of a renewal under way or just past, else what `ask` answers. Its errors go
        to everybody who waits, and are not remembered."""
        key = hashlib.sha256(f"{session.id} {session.access_token}".encode()).digest()
        with self._lock:
            self._forget_old()
            renewal = self._renewals.get(key)
            under_way = renewal is not None
            if renewal is None:
                renewal = self._renewals[key] = _Renewal()
        return _wait_for(renewal) if under_way else self._begin(key, renewal, session, ask)

    def forget(self, session_id: str) -> None:
        """What has ended has no successor."""
        with self._lock:
            for key, renewal in list(self._renewals.items()):
                if renewal.ended_at is not None and renewal.successor.result().id == session_id:
                    del self._renewals[key]

    def _begin(self, key: bytes, renewal: _Renewal, session: Session, ask: Callable[[Session], Session]) -> Session:
        try:
            successor = ask(session)
        except BaseException as error:
            with self._lock:
                self._renewals.pop(key, None)
            renewal.successor.set_exception(error)
            raise
        with self._lock:
            renewal.successor.set_result(successor)
            renewal.ended_at = time.time()
        return successor

    def _forget_old(self) -> None:
        """The dictionary is in the order of beginnings: the first that is young ends the search."""
        now = time.time()
        while self._renewals:
            key, renewal = next(iter(self._renewals.items()))
            if renewal.ended_at is None or 0 <= now - renewal.ended_at < KEPT_FOR:
                return
            del self._renewals[key]


def _wait_for(renewal: _Renewal) -> Session:
    try:
        return renewal.successor.result(LONGEST_WAIT)
    except FutureTimeout:
        raise ServerUnavailable("the renewal of this session takes too long") from None


_all_renewals: weakref.WeakSet[Renewals] = weakref.WeakSet()


def _after_fork_in_child() -> None:
    for renewals in list(_all_renewals):
        renewals._begin_process()


os.register_at_fork(after_in_child=_after_fork_in_child)
