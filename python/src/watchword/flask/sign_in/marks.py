"""Sessions that were ended while some copy of their cookie may still be on its way.

A page that was loading when its person signed out elsewhere may bring the old cookie back: what has ended stays ended.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict


class SignOutMarks:
    """The ids of ended sessions, remembered in this process for a day. Thread-safe; bounded."""

    KEPT_FOR = 24 * 3600
    MOST = 100_000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: OrderedDict[str, float] = OrderedDict()

    def add(self, session_id: str) -> None:
        with self._lock:
            self._ended[session_id] = time.time()
            self._forget()

    def __contains__(self, session_id: object) -> bool:
        return session_id in self._ended

    def _forget(self) -> None:
        oldest = time.time() - self.KEPT_FOR
        while self._ended:
            first = next(iter(self._ended))
            if self._ended[first] >= oldest and len(self._ended) <= self.MOST:
                return
            del self._ended[first]


def mark_of(session_id: str) -> str:
    """Names an ended session to the browser; of no use to open it."""
    return hashlib.sha256(b"ended " + session_id.encode()).hexdigest()[:32]
