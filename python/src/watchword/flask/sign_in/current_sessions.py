"""The session of a request: found, begun, ended, and written back to the browser."""

from __future__ import annotations

import logging
from typing import Any

from flask import Request, Response, has_request_context, request

from watchword.errors import ServerUnavailable, SessionEnded, SignInRefused
from watchword.flask.sign_in.access_tokens import AccessTokens
from watchword.flask.sign_in.backends import TokenBackend
from watchword.flask.sign_in.cookies import Cookies
from watchword.flask.sign_in.current import Current
from watchword.flask.sign_in.marks import SignOutMarks, mark_of
from watchword.flask.sign_in.session import Session
from watchword.flask.sign_in.stores import SessionStore
from watchword.shared_secret import SharedSecretVerifier
from watchword.verifier import TokenVerifier

log = logging.getLogger("watchword.sign_in")


class CurrentSessions:
    """Finds the session of a request, once a request."""

    SLOT = "watchword.sign_in"
    """In the request's WSGI environment: `flask.g` may outlive a request in tests. Beside what was found stands who
    found it, for one application may hand its request on to another, with other keys and another audience."""

    def __init__(
        self,
        store: SessionStore,
        verifier: TokenVerifier | SharedSecretVerifier,
        backend: TokenBackend,
        cookies: Cookies,
    ) -> None:
        self._store = store
        self._backend = backend
        self._cookies = cookies
        self._marks = SignOutMarks()
        self._access_tokens = AccessTokens(store, verifier, backend, self._marks)

    def use_backend(self, backend: TokenBackend) -> None:
        """From now on, that one renews and signs out."""
        self._backend = backend
        self._access_tokens.use_backend(backend)

    def get(self) -> Current:
        """KeysUnavailable or ServerUnavailable if it cannot be told now whether the session is good."""
        current = self.seen()
        if current is None:
            current = self._find(request)
            self._keep(current)
            if current.session is not None:
                self._access_tokens.check(current, self.opened)
        if current.trouble is not None:
            raise current.trouble
        return current

    def seen(self) -> Current | None:
        """What `get` found, if anybody asked."""
        finder, current = request.environ.get(self.SLOT, (None, None))
        return current if finder is self else None

    def _keep(self, current: Current) -> None:
        request.environ[self.SLOT] = (self, current)

    def opened(self) -> Session | None:
        """The session that the cookie names, whether or not its token is still good: enough to sign out."""
        return self._open(request)

    def begin(self, session: Session, claims: dict[str, Any]) -> None:
        """A new sign-in. Whatever session the browser had before is over: nobody slips in under another's name."""
        before = self._open(request)
        value = self._store.create(session)
        if before is not None:
            self._end(before)
        self._keep(Current(value, session, claims, began=True, changed=True, private=True))

    def end(self, session: Session) -> bool:
        """Ends it here and at its source. False if the source could not be told."""
        opened = self.opened() if has_request_context() else None
        if opened is not None and opened.id == session.id:
            mark = mark_of(session.id)
            self._keep(Current(ended=True, changed=True, signed_out=mark, private=True))
        return self._end(session)

    def end_all(self, subject: str) -> int:
        """Every session of a person, in every browser; how many there were."""
        sessions = self._store.all_of(subject)
        for session in sessions:
            self.end(session)
        return len(sessions)

    def _end(self, session: Session) -> bool:
        self._marks.add(session.id)
        self._access_tokens.forget(session.id)
        self._store.end(session)
        try:
            self._backend.sign_out(session.refresh_token or session.access_token)
        except (SignInRefused, ServerUnavailable) as error:
            log.warning("sign-out at the source failed: %s", error.code)
            return False
        return True

    def renew_now(self) -> Current:
        """After somebody else refused the access token: the next one. SessionEnded, ServerUnavailable."""
        current = self.get()
        if current.session is None:
            raise SessionEnded
        self._access_tokens.renew(current, self.opened)
        if current.session is None:
            raise SessionEnded
        return current

    def write(self, response: Response) -> None:
        """What the browser is to keep from now on."""
        current = self.seen()
        if current is None or not current.changed:
            return
        if current.session is not None:
            self._cookies.write(request, response, "session", current.value)
        else:
            self._cookies.erase(request, response, "session")
        if current.began:
            self._cookies.erase(request, response, "csrf")
        if current.signed_out:
            self._cookies.write(request, response, "ended", current.signed_out, SignOutMarks.KEPT_FOR)

    def _find(self, request: Request) -> Current:
        value = self._cookies.read(request, "session")
        if not value:
            return Current()
        session = self._open(request)
        if session is None:
            return Current(value, ended=True, changed=True)
        return Current(value, session)

    def _open(self, request: Request) -> Session | None:
        session = self._store.open(self._cookies.read(request, "session") or "")
        if session is None or session.id in self._marks:
            return None
        # A mark in the browser: another worker process ended it while this cookie was on its way back.
        if self._cookies.read(request, "ended") == mark_of(session.id):
            return None
        return session
