"""Checking passwords next to an event loop: in threads of their own, a few at a time; its time tells nothing."""

import asyncio
import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from watchword import passwords
from watchword.fastapi.errors import AuthError, busy

_log = logging.getLogger("watchword.fastapi")
_LONGEST_FLOOR = 1.0


class Checked(NamedTuple):
    """`new_hash`: to store in the place of a weaker one."""

    matches: bool
    new_hash: str | None = None


class PasswordCheck:
    """At most `threads` hashes at a time (default: one less than there are cores), `queue` more wait, the rest is
    answered 503: a flood of sign-ins takes neither all memory nor all cores from other requests."""

    def __init__(self, threads: int | None = None, queue: int = 16) -> None:
        self._threads = threads or max(1, (os.cpu_count() or 2) - 1)
        self._room = threading.BoundedSemaphore(self._threads + queue)
        self._pool: ThreadPoolExecutor | None = None
        self._floor = 0.0

    async def check(self, password: str, password_hash: str | None) -> Checked:
        """`password_hash` None: there is no such user; takes as long as a wrong password, also where the hashes of
        others are of a slower format. AuthError overloaded."""
        if not self._room.acquire(blocking=False):
            raise _overloaded()
        computing = self._executor().submit(_check, password, password_hash)
        # Not when the request ends: a caller who hangs up does not stop the thread.
        computing.add_done_callback(lambda _: self._room.release())
        try:
            checked, spent = await asyncio.wrap_future(computing)
        except MemoryError as error:
            raise _overloaded() from error
        if not checked.matches:
            await self._wait_for_the_slowest(spent, known=password_hash is not None)
        return checked

    async def _wait_for_the_slowest(self, spent: float, *, known: bool) -> None:
        """Failures answer at a floor: the time that the slowest format met so far takes."""
        if known:
            self._floor = min(max(self._floor, spent), _LONGEST_FLOOR)
        if spent < self._floor:
            await asyncio.sleep(self._floor - spent)

    def _executor(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="watchword-passwords")
        return self._pool


def _overloaded() -> AuthError:
    return busy("The server is busy. Please try again in a moment.", "overloaded", 1)


def _check(password: str, password_hash: str | None) -> tuple[Checked, float]:
    """And the seconds of computing it took, which do not depend on what else the machine does."""
    started = time.thread_time()
    try:
        checked = Checked(*passwords.verify_and_update(password, password_hash))
    except (passwords.PasswordError, passwords.UnknownHashError, passwords.InvalidHashError) as error:
        # Also for a stored hash that cannot be read: the person cannot help it, the log says what is wrong.
        if password_hash is not None:
            _log.warning("a password could not be checked: %s", type(error).__name__)
        passwords.dummy_verify()
        checked = Checked(False)
    return checked, time.thread_time() - started
