"""Requests that another site makes in a person's browser (CSRF), and how ours are told from them.

Three walls: the session cookie is SameSite=Lax; a browser's own word about where a request comes from (Sec-Fetch-Site,
or Origin where that is missing) is heeded on every changing request; the forms of this package carry a token.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Request, Response

from watchword.flask.sign_in.cookies import Cookies
from watchword.flask.sign_in.sealing import Seal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


def comes_from_elsewhere(request: Request) -> bool:
    """True for a changing request that a browser says another site has made."""
    if request.method in SAFE_METHODS:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        # Not a browser, or one so old that SameSite and the token are what is left.
        return False
    return _host_of(origin) != request.host.lower()


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:  # no browser writes such a one
        return None


class FormTokens:
    """Tokens for forms. Before sign-in they are bound to a cookie of their own, after it to the session."""

    def __init__(self, seal: Seal, cookies: Cookies) -> None:
        self._seal = seal
        self._cookies = cookies

    def for_visitor(self, request: Request) -> tuple[str, str]:
        """The value of the visitor's cookie, perhaps a new one, and the token that goes with it."""
        value = self._cookies.read(request, "csrf") or secrets.token_urlsafe(24)
        return value, self._seal.sign("visitor " + value)

    def keep(self, request: Request, response: Response, value: str) -> None:
        self._cookies.write(request, response, "csrf", value)

    def visitor_is_right(self, request: Request) -> bool:
        value = self._cookies.read(request, "csrf")
        return value is not None and self._seal.signed("visitor " + value, given_token(request))

    def for_session(self, session_id: str) -> str:
        return self._seal.sign("session " + session_id)

    def session_is_right(self, request: Request, session_id: str) -> bool:
        return self._seal.signed("session " + session_id, given_token(request))


def given_token(request: Request) -> str:
    return request.form.get(FIELD) or request.headers.get(HEADER, "")
