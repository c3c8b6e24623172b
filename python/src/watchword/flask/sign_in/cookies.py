"""The cookies of the sign-in: HttpOnly, SameSite=Lax, for the whole site; Secure and `__Host-` everywhere but on
loopback, where browsers do without HTTPS."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Request, Response

from watchword.documents import is_loopback


class Cookies:
    """`name`: that of the session cookie; the others' names begin with it."""

    def __init__(self, name: str, secure: bool | None) -> None:
        self._name = name
        self._secure = secure

    def read(self, request: Request, kind: str) -> str | None:
        return request.cookies.get(self.name(request, kind))

    def write(self, request: Request, response: Response, kind: str, value: str, max_age: int | None = None) -> None:
        """Without `max_age` the browser forgets it when it is closed."""
        response.set_cookie(
            self.name(request, kind),
            value,
            max_age=max_age,
            path="/",
            secure=self.is_secure(request),
            httponly=True,
            samesite="Lax",
        )

    def erase(self, request: Request, response: Response, kind: str) -> None:
        response.delete_cookie(
            self.name(request, kind), path="/", secure=self.is_secure(request), httponly=True, samesite="Lax"
        )

    def name(self, request: Request, kind: str) -> str:
        """`kind`: "session", "csrf" or "ended"."""
        base = self._name if kind == "session" else f"{self._name}_{kind}"
        # draft-ietf-httpbis-rfc6265bis: no other host, and nobody in plain HTTP, can set a cookie of that name.
        return "__Host-" + base if self.is_secure(request) else base

    def is_secure(self, request: Request) -> bool:
        if self._secure is not None:
            return self._secure
        return request.is_secure or not _is_loopback(request.host)


@lru_cache(maxsize=256)
def _is_loopback(host: str) -> bool:
    """As browsers see it (W3C Secure Contexts section 3.1): names under localhost are, too."""
    name = urlsplit("//" + host).hostname or ""
    return is_loopback(name) or name.endswith(".localhost")
