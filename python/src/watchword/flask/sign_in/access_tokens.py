"""The access token of a session: verified with every request and, where it must be, quietly renewed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from watchword.errors import KeysUnavailable, ServerUnavailable, SessionEnded, SignInRefused, TokenError
from watchword.flask.sign_in.backends import TokenBackend
from watchword.flask.sign_in.current import Current
from watchword.flask.sign_in.marks import SignOutMarks
from watchword.flask.sign_in.renewal import Renewals
from watchword.flask.sign_in.session import Session
from watchword.flask.sign_in.stores import SessionStore
from watchword.shared_secret import SharedSecretVerifier
from watchword.token_requests import Tokens
from watchword.verifier import TokenVerifier

log = logging.getLogger("watchword.sign_in")

Opened: TypeAlias = Callable[[], "Session | None"]
"""The session that the request's cookie names, as it is kept now."""

EARLY = 30.0
"""Seconds before its end that an access token is renewed, or a fifth of its life if that is less."""

PAUSE = 5.0
"""After the server did not answer, tokens that are still good are not renewed for so many seconds."""

NOT_ABOUT_THE_SESSION = frozenset(
    {
        "rate_limited",
        "invalid_client",
        "unauthorized_client",
        "unsupported_grant",
        "unsupported_grant_type",
        "not_found",
    }
)
"""Refusals of a set-up, or of a service that is being changed."""


class AccessTokens:
    """Thread-safe, fork-safe."""

    def __init__(
        self,
        store: SessionStore,
        verifier: TokenVerifier | SharedSecretVerifier,
        backend: TokenBackend,
        marks: SignOutMarks,
    ) -> None:
        self._store = store
        self._verifier = verifier
        self._backend = backend
        self._marks = marks
        self._renewals = Renewals()
        self._pause_until = 0.0

    def use_backend(self, backend: TokenBackend) -> None:
        """From now on, that one is asked for the next token."""
        self._backend = backend

    def check(self, current: Current, opened: Opened) -> None:
        """Leaves `current` signed in with claims, over, or in trouble."""
        assert current.session is not None
        try:
            self._verify_or_renew(current, current.session, opened)
        except (KeysUnavailable, ServerUnavailable) as trouble:
            current.trouble = trouble

    def renew(self, current: Current, opened: Opened) -> None:
        """Leaves `current` signed in with a token that has been checked, or over. KeysUnavailable,
        ServerUnavailable."""
        assert current.session is not None
        before = current.session
        try:
            self._replace(current)
        except (SignInRefused, SessionEnded) as error:
            if not self._adopt_newer(current, before, opened()):
                log.info("the session is over: %s", error.code)
                self._end(current, before)
        except TokenError as error:
            log.error("the renewed access token is refused (%s): run `flask watchword doctor`", error.code)
            self._end(current, before)

    def forget(self, session_id: str) -> None:
        """What has ended has no successor."""
        self._renewals.forget(session_id)

    def _verify_or_renew(self, current: Current, session: Session, opened: Opened) -> None:
        try:
            current.claims = self._verifier.verify(session.access_token)
        except TokenError as error:
            log.info("renewing: the access token is refused (%s)", error.code)
            self.renew(current, opened)
            return
        if self._nearly_over(current.claims):
            self._renew_early(current, opened)

    def _nearly_over(self, claims: dict[str, Any]) -> bool:
        now, ends = time.time(), claims.get("exp")
        if not isinstance(ends, (int, float)) or 0 < self._pause_until - now <= PAUSE:
            return False
        begins = claims.get("iat", now)
        life = ends - begins if isinstance(begins, (int, float)) else EARLY
        return bool(ends - now < min(EARLY, life / 5))

    def _renew_early(self, current: Current, opened: Opened) -> None:
        """Trouble on the way is none of the person's business while the token is good."""
        try:
            self.renew(current, opened)
        except (ServerUnavailable, KeysUnavailable):
            self._pause_until = time.time() + PAUSE

    def _replace(self, current: Current) -> None:
        """By the successor; by its successor, if that is over as well: it may have been remembered for longer than it
        lives. SignInRefused, SessionEnded, TokenError."""
        for is_last in (False, False, True):
            assert current.session is not None
            after = self._renewals.renew(current.session, lambda session: self._ask(current.value, session))
            if after.id in self._marks:
                raise SessionEnded("signed out meanwhile")
            current.session, current.value = self._store.replace(current.value, current.session, after)
            current.changed = True
            try:
                current.claims = self._verifier.verify(current.session.access_token)
                return
            except TokenError as error:
                if error.code != "expired" or is_last:
                    raise

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

    def _adopt_newer(self, current: Current, before: Session, kept: Session | None) -> bool:
        """True if another process has renewed while we were refused for having asked too late."""
        if kept is None or kept.access_token == before.access_token:
            return False
        try:
            current.session, current.claims = kept, self._verifier.verify(kept.access_token)
        except TokenError:
            return False
        return True

    def _end(self, current: Current, session: Session) -> None:
        self._store.end(session)
        current.is_over()
