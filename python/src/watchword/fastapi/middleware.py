"""ASGI middleware: protects a whole application, FastAPI's or any other's, but for the paths that are listed."""

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

from watchword.fastapi.auth import Auth
from watchword.fastapi.errors import AuthError, not_authenticated
from watchword.fastapi.websockets import POLICY_VIOLATION, body_of, can_deny, reason_of

_GUARDED = ("http", "websocket")


class AuthMiddleware:
    """`app.add_middleware(AuthMiddleware, auth=auth, exempt=["/health", "/docs", "/static/*"])`

    Every request and WebSocket needs a token that `auth` accepts, and `scopes` if given. `exempt`: exact paths, or
    `/prefix/*` for everything below. CORS preflights pass: they never carry a token. The claims are in
    `request.state.claims`, and `auth.claims` of a route does not verify again. Add CORSMiddleware after this one, so
    that it is outside of it."""

    def __init__(self, app: Any, auth: Auth, exempt: Iterable[str] = (), scopes: Sequence[str] = ()) -> None:
        self.app = app
        self._auth = auth
        self._scopes = tuple(scopes)
        listed = [path if path.startswith("/") else f"/{path}" for path in exempt]
        self._exact = frozenset(path for path in listed if not path.endswith("/*"))
        self._prefixes = tuple(path[:-1] for path in listed if path.endswith("/*"))
        self._has_exempt = bool(listed)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in _GUARDED and not self._passes(scope):
            connection = HTTPConnection(scope)
            try:
                claims = await self._auth.authenticate(connection)
                if claims is None:
                    raise not_authenticated(self._auth.realm)
                if self._scopes:
                    self._auth.check_scopes(claims, self._scopes)
            except AuthError as error:
                await _refuse(connection, receive, send, error)
                return
            scope.setdefault("state", {})["claims"] = claims
        await self.app(scope, receive, send)

    def _passes(self, scope: Any) -> bool:
        if self._has_exempt and self._is_exempt(_path_of(scope)):
            return True
        return scope["type"] == "http" and scope["method"] == "OPTIONS" and _is_preflight(scope["headers"])

    def _is_exempt(self, path: str) -> bool:
        if path in self._exact:
            return True
        # Another program in the chain may resolve dots; what looks exempt might not be where it ends up.
        return path.startswith(self._prefixes) and "/.." not in path.replace("\\", "/")


def _path_of(scope: Any) -> str:
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(root + "/") else path


def _is_preflight(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    names = {name for name, _ in headers}
    return b"origin" in names and b"access-control-request-method" in names


async def _refuse(connection: HTTPConnection, receive: Any, send: Any, error: AuthError) -> None:
    if connection.scope["type"] == "websocket" and not can_deny(connection):
        await receive()  # the handshake, which must be seen before it is answered
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": reason_of(error)})
        return
    answer = Response(body_of(error), error.status_code, error.headers, media_type="application/json")
    await answer(connection.scope, receive, send)
