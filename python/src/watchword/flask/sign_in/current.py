"""The session of the request that is being answered: opened, checked and, where it must be, quietly renewed."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Request, Response, has_request_context, request

from watchword.errors import (
    KeysUnavailable,
    ServerUnavailable,
    SessionEnded,
    SignInRefused,
    TokenError,
    WatchwordError,
)
from watchword.flask.sign_in.backends import TokenBackend
from watchword.flask.sign_in.cookies import Cookies
from watchword.flask.sign_in.marks import SignOutMarks
from watchword.flask.sign_in.renewal import Renewals
from watchword.flask.sign_in.session import Session, User
from watchword.flask.sign_in.stores import SessionStore
from watchword.shared_secret import SharedSecretVerifier
from watchword.token_requests import Tokens
from watchword.verifier import TokenVerifier

log = logging.getLogger("watchword.sign_in")

EARLY = 30.0
"""Seconds before its end that an access token is renewed, or a fifth of its life if that is less."""

PAUSE = 5.0
"""After the server did not answer, tokens that are still good are not renewed for so many seconds."""


NOT_ABOUT_THE_SESSION = frozenset({"rate_limited", "invalid_client", "unauthorized_client", "unsupported_grant"})


@dataclass
class Current:
    """What is known about this request's session. Nobody (`value` is empty), signed in (`session`), or over
    (`ended`)."""

    value: str = field(default="", repr=False)
    session: Session | None = None
    claims: dict[str, Any] | None = None
    ended: bool = False
    trouble: WatchwordError | None = None
    """Why it cannot be told now whether the session is good."""
    began: bool = False
    changed: bool = False
    """The browser is to be told the new value, or that there is none."""
    signed_out: str = ""
    """The mark of a session that this request has ended."""
    private: bool = False
    """The answer is for this person's eyes."""


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
        self._verifier = verifier
        self._backend = backend
        self._cookies = cookies
        self._renewals = Renewals()
        self._marks = SignOutMarks()
        self._pause_until = 0.0

    def get(self) -> Current:
        """KeysUnavailable or ServerUnavailable if it cannot be told now whether the session is good."""
        current = self.seen()
        if current is None:
            current = self._find(request)
            self._keep(current)
            if current.session is not None:
                self._check(current)
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
        self._renewals.forget(session.id)
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
        self._renew(current)
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

    def _check(self, current: Current) -> None:
        assert current.session is not None
        try:
            self._verify_or_renew(current, current.session)
        except (KeysUnavailable, ServerUnavailable) as trouble:
            current.trouble = trouble

    def _verify_or_renew(self, current: Current, session: Session) -> None:
        try:
            current.claims = self._verifier.verify(session.access_token)
        except TokenError as error:
            log.info("renewing: the access token is refused (%s)", error.code)
            self._renew(current)
            return
        if self._nearly_over(current.claims):
            self._renew_early(current)

    def _nearly_over(self, claims: dict[str, Any]) -> bool:
        now, ends = time.time(), claims.get("exp")
        if not isinstance(ends, (int, float)) or 0 < self._pause_until - now <= PAUSE:
            return False
        begins = claims.get("iat", now)
        life = ends - begins if isinstance(begins, (int, float)) else EARLY
        return bool(ends - now < min(EARLY, life / 5))

    def _renew_early(self, current: Current) -> None:
        """Trouble on the way is none of the person's business while the token is good."""
        try:
            self._renew(current)
        except (ServerUnavailable, KeysUnavailable):
            self._pause_until = time.time() + PAUSE

    def _renew(self, current: Current) -> None:
        """Leaves `current` signed in with a token that has been checked, or ended."""
        assert current.session is not None
        before = current.session
        try:
            after = self._renewals.renew(before, lambda session: self._ask(current.value, session))
            if after.id in self._marks:
                raise SessionEnded("signed out meanwhile")
            current.session, current.value = self._store.replace(current.value, before, after)
            current.changed = True
            current.claims = self._verifier.verify(current.session.access_token)
        except (SignInRefused, SessionEnded) as error:
            if not self._adopt_newer(current, before):
                log.info("the session is over: %s", error.code)
                self._is_over(current, before)
        except TokenError as error:
            log.error("the renewed access token is refused (%s): run `flask watchword doctor`", error.code)
            self._is_over(current, before)

    def _ask(self, value: str, session: Session) -> Session:
        """The successor: another process's, if one has renewed meanwhile, else the backend's. An answer that was lost
        is asked for once more: within its grace the server gives the same again."""
        kept = self._store.open(value)
        if kept is None:
            raise SessionEnded
        if kept.access_token != session.access_token:
            return kept
        if session.refresh_token is None:
            raise SessionEnded("there is no refresh token")
        try:
            tokens = self._ask_backend(session.refresh_token)
        except ServerUnavailable:
            tokens = self._ask_backend(session.refresh_token)
        return session.renewed(tokens)

    def _ask_backend(self, refresh_token: str) -> Tokens:
        """A refusal that is not about the session is trouble: nobody is signed out for that."""
        try:
            return self._backend.renew(refresh_token)
        except SignInRefused as refusal:
            if refusal.code not in NOT_ABOUT_THE_SESSION:
                raise
            log.error("the sign-in service refuses to renew (%s): run `flask watchword doctor`", refusal.code)
            raise ServerUnavailable(refusal.code, refusal.retry_after) from None

    def _adopt_newer(self, current: Current, before: Session) -> bool:
        """True if another process has renewed while we were refused for having asked too late."""
        kept = self._open(request)
        if kept is None or kept.access_token == before.access_token:
            return False
        current.session, current.claims = kept, self._verifier.verify(kept.access_token)
        return True

    def _is_over(self, current: Current, session: Session) -> None:
        self._store.end(session)
        current.session, current.claims, current.ended, current.changed = None, None, True, True


def user_of(current: Current) -> User | None:
    if current.session is None or current.claims is None:
        return None
    return User(current.session.subject, current.session.name, current.claims)


def mark_of(session_id: str) -> str:
    """Names an ended session to the browser; of no use to open it."""
    return hashlib.sha256(b"ended " + session_id.encode()).hexdigest()[:32]
