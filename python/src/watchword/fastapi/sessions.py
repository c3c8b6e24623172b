"""Where a standalone issuer keeps its sessions: one record each, and the number of its current refresh token."""

import enum
import threading
from dataclasses import dataclass, replace
from typing import Protocol


@dataclass(frozen=True)
class Session:
    """One sign-in. Times are seconds since the epoch. `handle` is in refresh tokens only, `sid` in access tokens."""

    handle: str
    sid: str
    subject: str
    username: str
    scope: str
    auth_time: float
    idle_until: float
    ends_at: float
    number: int = 0
    rotated_at: float = 0.0


class Verdict(enum.Enum):
    """What a refresh token turned out to be."""

    rotated = enum.auto()
    """The current one: its number is now one higher."""
    replayed = enum.auto()
    """The one before, a moment ago (two tabs, a lost answer): it gets the same successor."""
    reused = enum.auto()
    """An older one: somebody has a copy. The session has been ended."""
    unknown = enum.auto()
    """Of a session that is over, or never was."""


@dataclass(frozen=True)
class Rotation:
    verdict: Verdict
    session: Session | None = None


class SessionStore(Protocol):
    """Each call is atomic: of two rotations of one token at the same time, one sees the other."""

    async def add(self, session: Session) -> None: ...
    async def rotate(self, handle: str, number: int, *, now: float, idle: float, grace: float) -> Rotation: ...
    async def end(self, sid: str) -> None:
        """Also if it is over already."""

    async def end_handle(self, handle: str) -> None:
        """The same, by what is in its refresh tokens."""

    async def end_all(self, subject: str) -> None:
        """Every session of this user."""

    async def is_live(self, sid: str, now: float) -> bool:
        """False as soon as the session was ended: its access tokens are refused from then on."""


def judge(session: Session, number: int, *, now: float, idle: float, grace: float) -> Rotation:
    """The rule, for every store: what becomes of `session` when its token `number` is presented."""
    if now >= min(session.idle_until, session.ends_at) or number > session.number:
        return Rotation(Verdict.unknown)
    if number == session.number:
        idle_until = min(now + idle, session.ends_at)
        return Rotation(Verdict.rotated, replace(session, number=number + 1, rotated_at=now, idle_until=idle_until))
    if number == session.number - 1 and now - session.rotated_at <= grace:
        return Rotation(Verdict.replayed, session)
    return Rotation(Verdict.reused, session)


class MemorySessions:
    """For one process; a restart signs everybody out."""

    def __init__(self) -> None:
        self._by_handle: dict[str, Session] = {}
        self._handle_of: dict[str, str] = {}
        self._lock = threading.Lock()
        self._sweep_at = 1024

    async def add(self, session: Session) -> None:
        with self._lock:
            self._by_handle[session.handle] = session
            self._handle_of[session.sid] = session.handle
            if len(self._by_handle) >= self._sweep_at:
                self._sweep(session.auth_time)

    async def rotate(self, handle: str, number: int, *, now: float, idle: float, grace: float) -> Rotation:
        with self._lock:
            session = self._by_handle.get(handle)
            if session is None:
                return Rotation(Verdict.unknown)
            rotation = judge(session, number, now=now, idle=idle, grace=grace)
            if rotation.verdict is Verdict.rotated and rotation.session is not None:
                self._by_handle[handle] = rotation.session
            elif rotation.verdict is Verdict.reused:
                self._remove(session)
            return rotation

    async def end(self, sid: str) -> None:
        with self._lock:
            session = self._by_handle.get(self._handle_of.get(sid, ""))
            if session is not None:
                self._remove(session)

    async def end_handle(self, handle: str) -> None:
        with self._lock:
            session = self._by_handle.get(handle)
            if session is not None:
                self._remove(session)

    async def end_all(self, subject: str) -> None:
        with self._lock:
            for session in [each for each in self._by_handle.values() if each.subject == subject]:
                self._remove(session)

    async def is_live(self, sid: str, now: float) -> bool:
        session = self._by_handle.get(self._handle_of.get(sid, ""))
        return session is not None and now < session.ends_at

    def _remove(self, session: Session) -> None:
        self._by_handle.pop(session.handle, None)
        self._handle_of.pop(session.sid, None)

    def _sweep(self, now: float) -> None:
        """Forgets what is over; next time when there are twice as many."""
        for session in [each for each in self._by_handle.values() if now >= min(each.idle_until, each.ends_at)]:
            self._remove(session)
        self._sweep_at = max(1024, 2 * len(self._by_handle))
