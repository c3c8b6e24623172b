"""Where in a request or WebSocket the access token is: header, cookie, subprotocol or query parameter."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from watchword.fastapi.errors import several_tokens

SUBPROTOCOL = "bearer"


def bearer_token(headers: Iterable[tuple[bytes, bytes]]) -> bytes | None:
    """The token of `Authorization: Bearer` (RFC 6750 section 2.1); None if there is none. AuthError several_tokens for
    two Authorization headers: which one another program in the chain looked at cannot be known."""
    found: bytes | None = None
    for name, value in headers:
        if name == b"authorization":
            if found is not None:
                raise several_tokens()
            found = value
    if found is None:
        return None
    scheme, _, token = found.partition(b" ")
    token = token.strip(b" ")
    return token if token and scheme.lower() == b"bearer" else None


def subprotocol_token(connection: HTTPConnection) -> bytes | None:
    """Browsers cannot set headers on a WebSocket: `new WebSocket(url, ["bearer", token])` sends the token as the
    subprotocol after "bearer"."""
    offered = [part.strip() for part in connection.headers.get("sec-websocket-protocol", "").split(",")]
    if len(offered) < 2 or offered[0].lower() != SUBPROTOCOL:
        return None
    return offered[1].encode("latin-1") or None


def query_token(connection: HTTPConnection, name: str) -> bytes | None:
    """The token of a query parameter, where one is named. AuthError several_tokens if it comes twice."""
    if not name:
        return None
    values = connection.query_params.getlist(name)
    if len(values) > 1:
        raise several_tokens()
    return values[0].encode("utf-8", "surrogateescape") if values and values[0] else None


def cookie_token(connection: HTTPConnection, name: str) -> bytes | None:
    """The token of a cookie. Cookies come without being asked for, so they need a proof against forged requests."""
    value = connection.cookies.get(name)
    return value.encode("utf-8", "surrogateescape") if value else None


def is_same_origin(connection: HTTPConnection, allowed_origins: Iterable[str] = ()) -> bool:
    """Whether our own page (or a listed one, or no browser at all) sent this. Browsers state `Origin` on every POST and
    every WebSocket; scripts cannot change it."""
    origin = connection.headers.get("origin")
    if origin is not None:
        host = connection.headers.get("host", "")
        return origin in allowed_origins or (bool(host) and _host_of(origin) == host.lower())
    return connection.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:  # no browser writes such a one
        return None
