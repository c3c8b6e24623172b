"""Tokens in cookies, and the proof that a request came from our own page (double submit, bound to the token)."""

import hmac
import logging
from dataclasses import dataclass
from typing import Literal

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from watchword._native import base64url_encode
from watchword.fastapi.credentials import is_same_origin
from watchword.fastapi.errors import AuthError, csrf_failed

_log = logging.getLogger("watchword.fastapi")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110 section 9.2.1
_LABEL = b"watchword csrf v1"
_BROWSER_LIMIT = 4096  # RFC 6265 section 6.1


@dataclass(frozen=True)
class Cookies:
    """How tokens travel in cookies. Names get the prefix `__Host-` where browsers honour it: `secure`, no `domain`.

    `secure=False` is for plain http during development. Requests with other methods than GET, HEAD, OPTIONS and TRACE
    must carry the header `csrf_header` (or the form field `csrf_field`) with the value of the cookie `csrf_name`."""

    access: str = "access_token"
    refresh: str = "refresh_token"
    csrf: str = "csrf_token"
    secure: bool = True
    domain: str | None = None
    samesite: Literal["lax", "strict", "none"] = "lax"
    csrf_header: str = "X-CSRF-Token"
    csrf_field: str = "csrf_token"
    refresh_lifetime: int = 14 * 24 * 3600
    allowed_origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.samesite == "none" and not self.secure:
            raise ValueError('samesite="none" needs secure=True: browsers drop such cookies otherwise')

    @property
    def access_name(self) -> str:
        return self._prefixed(self.access)

    @property
    def refresh_name(self) -> str:
        return self._prefixed(self.refresh)

    @property
    def csrf_name(self) -> str:
        return self._prefixed(self.csrf)

    def _prefixed(self, name: str) -> str:
        return f"__Host-{name}" if self.secure and self.domain is None else name

    def set(self, response: Response, access_token: str, expires_in: int, refresh_token: str | None) -> str:
        """Sets all of them; gives the CSRF token, for pages that want it in a form."""
        proof = csrf_token(access_token.encode())
        self._set(response, self.access_name, access_token, expires_in)
        self._set(response, self.csrf_name, proof, expires_in, httponly=False)
        if refresh_token:
            self._set(response, self.refresh_name, refresh_token, self.refresh_lifetime, samesite="strict")
        return proof

    def clear(self, response: Response) -> None:
        """Signs the browser out as far as cookies go."""
        for name in (self.access_name, self.refresh_name, self.csrf_name):
            response.delete_cookie(name, path="/", domain=self.domain, secure=self.secure, httponly=True)

    def _set(
        self,
        response: Response,
        name: str,
        value: str,
        max_age: int,
        *,
        httponly: bool = True,
        samesite: Literal["lax", "strict", "none"] | None = None,
    ) -> None:
        if len(name) + len(value) > _BROWSER_LIMIT - 100:
            _log.warning("cookie %s: %d bytes are more than browsers keep; use fewer claims", name, len(value))
        samesite = self.samesite if self.samesite == "none" or samesite is None else samesite
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path="/",
            domain=self.domain,
            secure=self.secure,
            httponly=httponly,
            samesite=samesite,
        )

    async def check_csrf(self, connection: HTTPConnection, access_token: bytes) -> None:
        """AuthError csrf_failed unless the request proves that our own page sent it. For WebSockets, which cannot send
        headers and are not bound by the same-origin policy, the `Origin` is the proof."""
        if connection.scope["type"] == "websocket":
            return self.check_origin(connection)
        if connection.scope["method"] in _SAFE_METHODS:
            return None
        sent = connection.headers.get(self.csrf_header) or await self._form_field(connection)
        if not sent:
            raise csrf_failed(
                f"CSRF token missing: send the value of the cookie {self.csrf_name!r} in the header {self.csrf_header}"
            )
        if not hmac.compare_digest(sent.encode("utf-8", "replace"), csrf_token(access_token).encode()):
            raise csrf_failed(
                f"CSRF token wrong: the header {self.csrf_header} is not the value that the cookie "
                f"{self.csrf_name!r} has now; read the cookie at each request"
            )
        return None

    def check_origin(self, connection: HTTPConnection) -> None:
        """AuthError csrf_failed for requests of foreign pages; for what comes before there is a token."""
        if not is_same_origin(connection, self.allowed_origins):
            raise _foreign_origin()

    async def _form_field(self, connection: HTTPConnection) -> str:
        kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
            return ""
        if not isinstance(connection, Request):
            return ""
        value = (await connection.form()).get(self.csrf_field)
        return value if isinstance(value, str) else ""


def _foreign_origin() -> AuthError:
    return csrf_failed(
        "This request comes from a page of another origin. If that page is yours, list it: "
        'Cookies(allowed_origins=("https://app.example.com",))'
    )


def csrf_token(access_token: bytes) -> str:
    """Follows from the access token, which scripts cannot read and forgers do not have: nothing to store, and it ends
    with the token."""
    digest = hmac.digest(access_token, _LABEL, "sha256")
    return base64url_encode(digest[:18])
