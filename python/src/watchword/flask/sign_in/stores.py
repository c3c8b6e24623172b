"""Where sessions are kept: in the browser, sealed, or in a file on the server.

| | cookie | file |
|---|---|---|
| needs | SECRET_KEY | SECRET_KEY, a folder that all worker processes of this machine share |
| in the browser | everything, unreadable | a random name |
| sign-out | the browser forgets; a stolen copy lives until its access token ends | at once, for every copy |
| sign-out of all browsers | no | yes |
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from watchword.errors import ConfigurationError, SessionEnded
from watchword.flask.sign_in.sealing import Seal
from watchword.flask.sign_in.session import Session

COOKIE_LIMIT = 4096
"""RFC 6265 section 6.1: what browsers must at least keep, name, value and attributes together."""

ATTRIBUTES = len("=; Secure; HttpOnly; Path=/; SameSite=Lax")


class SessionStore(Protocol):
    """What a store must do. `value` is what stands in the cookie."""

    def open(self, value: str) -> Session | None:
        """The session, or None if there is none (any more)."""

    def create(self, session: Session) -> str:
        """Keeps a new session; its cookie value."""

    def replace(self, value: str, old: Session, new: Session) -> tuple[Session, str]:
        """Keeps `new` in place of `old`. If somebody else has replaced `old` meanwhile, theirs counts and is answered.
        SessionEnded if there is nothing left to replace."""

    def end(self, session: Session) -> None: ...

    def all_of(self, subject: str) -> list[Session]:
        """Every session of a person. ConfigurationError where that cannot be known."""


def make_store(choice: Any, secret_keys: Sequence[str | bytes], cookie_name: str, lifetime: float) -> SessionStore:
    """ "cookie", the path of a file, or a store of the application's own."""
    if choice == "cookie":
        return CookieSessions(secret_keys, cookie_name, lifetime)
    if isinstance(choice, (str, os.PathLike)):
        return FileSessions(Path(choice), secret_keys, lifetime)
    if all(hasattr(choice, method) for method in ("open", "create", "replace", "end", "all_of")):
        return choice  # type: ignore[no-any-return]
    raise ConfigurationError('WATCHWORD_SESSION_STORE is "cookie", the path of a file, or a SessionStore')


def _read(data: bytes | None, lifetime: float) -> Session | None:
    if data is None:
        return None
    try:
        session = Session.from_bytes(data)
    except (ValueError, TypeError):
        return None
    return None if time.time() - session.signed_in_at >= lifetime else session


class CookieSessions:
    """The whole session in the cookie, sealed. Nothing is kept here."""

    def __init__(self, secret_keys: Sequence[str | bytes], cookie_name: str, lifetime: float) -> None:
        self._seal = Seal(secret_keys, "cookie session")
        self._room = COOKIE_LIMIT - len("__Host-" + cookie_name) - ATTRIBUTES
        self._lifetime = lifetime

    def open(self, value: str) -> Session | None:
        return _read(self._seal.open(value), self._lifetime)

    def create(self, session: Session) -> str:
        value = self._seal.seal(session.to_bytes())
        if len(value) > self._room:
            raise ConfigurationError(
                f"the session takes {len(value)} bytes, and browsers need not keep more than {self._room}: keep it "
                'on the server (WATCHWORD_SESSION_STORE = "instance/sessions.db"), or put fewer claims into the tokens'
            )
        return value

    def replace(self, value: str, old: Session, new: Session) -> tuple[Session, str]:
        return new, self.create(new)

    def end(self, session: Session) -> None:
        """The browser is told to forget it."""

    def all_of(self, subject: str) -> list[Session]:
        raise ConfigurationError(
            "sessions that are kept in cookies are not known here, so they cannot all be ended: "
            'set WATCHWORD_SESSION_STORE = "instance/sessions.db"'
        )


class FileSessions:
    """Sessions in an SQLite file that the worker processes of one machine share. The cookie holds a random name, the
    file its hash; what the file holds cannot be read without the name and SECRET_KEY. Thread-safe, fork-safe."""

    def __init__(self, path: Path, secret_keys: Sequence[str | bytes], lifetime: float) -> None:
        self._path = path
        self._seal = Seal(secret_keys, "stored session")
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self._process = 0
        self._connections: list[sqlite3.Connection] = []
        self._execute("SELECT 1 FROM sessions")

    def open(self, value: str) -> Session | None:
        row = self._execute("SELECT sealed FROM sessions WHERE id = ?", _hash(value))
        return _read(self._seal.open(row[0][0], value.encode()), self._lifetime) if row else None

    def create(self, session: Session) -> str:
        self._execute("DELETE FROM sessions WHERE signed_in_at < ?", time.time() - self._lifetime)
        self._execute(
            "INSERT INTO sessions (id, subject, signed_in_at, tokens, sealed, listed) VALUES (?, ?, ?, ?, ?, ?)",
            _hash(session.id),
            session.subject,
            session.signed_in_at,
            _hash(session.access_token),
            self._seal.seal(session.to_bytes(), session.id.encode()),
            self._seal.seal(session.id.encode()),
        )
        return session.id

    def replace(self, value: str, old: Session, new: Session) -> tuple[Session, str]:
        changed = self._execute(
            "UPDATE sessions SET tokens = ?, sealed = ? WHERE id = ? AND tokens = ? RETURNING 1",
            _hash(new.access_token),
            self._seal.seal(new.to_bytes(), new.id.encode()),
            _hash(new.id),
            _hash(old.access_token),
        )
        if changed:
            return new, value
        current = self.open(value)
        if current is None:
            raise SessionEnded("it was ended while it was renewed")
        return current, value

    def end(self, session: Session) -> None:
        self._execute("DELETE FROM sessions WHERE id = ?", _hash(session.id))

    def all_of(self, subject: str) -> list[Session]:
        rows = self._execute("SELECT listed FROM sessions WHERE subject = ?", subject)
        names = (self._seal.open(row[0]) for row in rows)
        found = (self.open(name.decode()) for name in names if name is not None)
        return [session for session in found if session is not None]

    def _execute(self, statement: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection().execute(statement, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """That of this process. A parent's is left alone, not closed: closing it would let go of the parent's locks."""
        if self._process != os.getpid():
            self._connections.append(_connect(self._path))
            self._process = os.getpid()
        return self._connections[-1]


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Before SQLite makes it, so that nobody else can read it for even a moment.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS sessions (id BLOB PRIMARY KEY, subject TEXT NOT NULL,"
            " signed_in_at REAL NOT NULL, tokens BLOB NOT NULL, sealed TEXT NOT NULL, listed TEXT NOT NULL)"
            " WITHOUT ROWID, STRICT"
        )
        connection.execute("CREATE INDEX IF NOT EXISTS sessions_of_a_person ON sessions (subject)")
    except (OSError, sqlite3.Error) as error:
        raise ConfigurationError(f"WATCHWORD_SESSION_STORE {str(path)!r} cannot be used: {error}") from error
    return connection
