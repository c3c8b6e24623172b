"""The sessions of a standalone issuer in an SQLite file."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from watchword.fastapi.errors import busy
from watchword.fastapi.sessions import Rotation, Session, Verdict, judge

_log = logging.getLogger("watchword.fastapi")
Result = TypeVar("Result")
_FIELDS = "handle, sid, subject, username, scope, auth_time, idle_until, ends_at, number, rotated_at"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
    handle TEXT PRIMARY KEY, sid TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, username TEXT NOT NULL,
    scope TEXT NOT NULL, auth_time REAL NOT NULL, idle_until REAL NOT NULL, ends_at REAL NOT NULL,
    number INTEGER NOT NULL, rotated_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS session_of_subject ON session (subject);
"""


class SqliteSessions:
    """In a file, for several workers on one machine; a restart signs nobody out. The file holds nothing that could be
    presented as a token."""

    def __init__(self, path: str | Path) -> None:
        self._path = str(path)
        self._local = threading.local()

    async def add(self, session: Session) -> None:
        await _in_thread(self._add, session)

    async def rotate(self, handle: str, number: int, *, now: float, idle: float, grace: float) -> Rotation:
        return await _in_thread(self._rotate, handle, number, now, idle, grace)

    async def end(self, sid: str) -> None:
        await _in_thread(self._change, "DELETE FROM session WHERE sid = ?", sid)

    async def end_handle(self, handle: str) -> None:
        await _in_thread(self._change, "DELETE FROM session WHERE handle = ?", handle)

    async def end_all(self, subject: str) -> None:
        await _in_thread(self._change, "DELETE FROM session WHERE subject = ?", subject)

    async def is_live(self, sid: str, now: float) -> bool:
        # One row by its index: microseconds, less than the hop to a thread.
        with _answering():
            found = self._connection().execute("SELECT 1 FROM session WHERE sid = ? AND ends_at > ?", (sid, now))
            return found.fetchone() is not None

    def _connection(self) -> sqlite3.Connection:
        """One a thread."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=5.0, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_SCHEMA)
            self._local.connection = connection
        return connection

    def _add(self, session: Session) -> None:
        values = tuple(getattr(session, name) for name in _FIELDS.split(", "))
        connection = self._connection()
        with _Transaction(connection):
            connection.execute("DELETE FROM session WHERE min(idle_until, ends_at) <= ?", (session.auth_time,))
            connection.execute(f"INSERT INTO session ({_FIELDS}) VALUES (?,?,?,?,?,?,?,?,?,?)", values)

    def _rotate(self, handle: str, number: int, now: float, idle: float, grace: float) -> Rotation:
        connection = self._connection()
        with _Transaction(connection):
            row = connection.execute(f"SELECT {_FIELDS} FROM session WHERE handle = ?", (handle,)).fetchone()
            if row is None:
                return Rotation(Verdict.unknown)
            rotation = judge(Session(*row), number, now=now, idle=idle, grace=grace)
            self._store(connection, rotation)
            return rotation

    def _store(self, connection: sqlite3.Connection, rotation: Rotation) -> None:
        session = rotation.session
        if session is None:
            return
        if rotation.verdict is Verdict.rotated:
            connection.execute(
                "UPDATE session SET number = ?, rotated_at = ?, idle_until = ? WHERE handle = ?",
                (session.number, session.rotated_at, session.idle_until, session.handle),
            )
        elif rotation.verdict is Verdict.reused:
            connection.execute("DELETE FROM session WHERE handle = ?", (session.handle,))

    def _change(self, statement: str, value: str) -> None:
        self._connection().execute(statement, (value,))


@contextmanager
def _answering() -> Iterator[None]:
    """A file that is locked for long, full or gone is nobody's bad token: 503."""
    try:
        yield
    except sqlite3.OperationalError as error:
        _log.error("storage_unavailable: %s", error)
        detail = "The data store does not answer. Please try again in a moment."
        raise busy(detail, "storage_unavailable", 1) from error


async def _in_thread(function: Callable[..., Result], *arguments: Any) -> Result:
    with _answering():
        return await run_in_threadpool(function, *arguments)


class _Transaction:
    """BEGIN IMMEDIATE: the one that reads first also writes first."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error:
            # The next one of this thread must be able to begin.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
