"""`Auth`: one object an application protects its routes and WebSockets with."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from watchword.errors import ConfigurationError, KeysUnavailable, TokenError
from watchword.fastapi.claims import Claims, User, as_model, lacks, scopes_of
from watchword.fastapi.cookies import Cookies
from watchword.fastapi.credentials import (
    SUBPROTOCOL,
    bearer_token,
    cookie_token,
    query_token,
    subprotocol_token,
)
from watchword.fastapi.dependencies import (
    Dependency,
    claims_as_model,
    claims_of,
    current_user_of,
    optional_user_of,
    required_scopes,
)
from watchword.fastapi.errors import AuthError, insufficient_scope, invalid_token, keys_unavailable
from watchword.fastapi.overrides import override, test_token
from watchword.fastapi.responses import PROTECTED
from watchword.fastapi.setup import make_scheme, make_verifier
from watchword.jwt.exceptions import InvalidTokenError
from watchword.keys import KeyLike
from watchword.shared_secret import code_of

UserLoader = Callable[[Any], Any]
TokenCheck = Callable[[Claims], Awaitable[None]]
_VERIFIED = "watchword.verified"


class Auth:
    """Verifies access tokens for FastAPI.

    From a Watchword server (or any issuer with a JWK Set): `Auth(issuer=..., audience=...)`. With fixed keys:
    `keys=[...]` besides. With a shared secret: `Auth(secret=...)`, `issuer` and `audience` if its tokens have them.
    With a verifier of your own: `verifier=`, an object with `async averify(token)`; `TrustedIssuers` is one.

    The dependencies are attributes and always the same objects, so that `app.dependency_overrides[auth.claims]` works:

    - `scheme`: the token itself, unverified, for OpenAPI and for passing on
    - `claims`, `optional_claims`: the verified claims; optional: None if no token came (a bad one is still refused)
    - `current_user`, `optional_user`: what `user(claims)` gives, by default a `User`
    - `requires("items:read")`, `requires(roles=["admin"])`, `claims_as(Model)`: made once for the same arguments

    `token_url`: where Swagger's Authorize button gets tokens, relative; without one, Authorize takes a pasted token.
    `scopes`: name to description, for Swagger. `user`: loads the user, sync (in a thread) or async; None means 401.
    `claims_model`: a pydantic model that `claims` gives instead of a dict. `cookies`: accept tokens from cookies, too;
    `bearer=False`: from nowhere else. `query_parameter`: name of one that WebSockets may use; it ends up in access
    logs. `missing_scope_status`: 403 (RFC 6750), or 401 as FastAPI's tutorial has it. Nothing is fetched before
    `lifespan` or the first token. ConfigurationError for what can never work."""

    def __init__(
        self,
        issuer: str | None = None,
        audience: str | Sequence[str] | None = None,
        *,
        secret: str | bytes | None = None,
        algorithm: str = "HS256",
        keys: Sequence[KeyLike] | None = None,
        verifier: Any = None,
        token_url: str | None = None,
        refresh_url: str | None = None,
        scopes: Mapping[str, str] | None = None,
        user: UserLoader | None = None,
        claims_model: type[BaseModel] | None = None,
        cookies: Cookies | None = None,
        bearer: bool = True,
        query_parameter: str = "",
        realm: str = "",
        missing_scope_status: int = 403,
        check: TokenCheck | None = None,
        **verifier_options: Any,
    ) -> None:
        if not bearer and cookies is None:
            raise ConfigurationError("bearer=False leaves no way to send a token: give `cookies`")
        if missing_scope_status not in (401, 403):
            raise ConfigurationError("missing_scope_status is 403 (RFC 6750) or 401 (FastAPI's tutorial)")
        self.verifier = verifier or make_verifier(issuer, audience, secret, algorithm, keys, verifier_options)
        self.cookies = cookies
        self.realm = realm
        self.scheme = make_scheme(token_url, refresh_url, scopes, cookies, bearer)
        self._bearer = bearer
        self._query = query_parameter
        self._load = user
        self._load_waits = inspect.iscoroutinefunction(user)
        self._model = claims_model
        self._scope_status = missing_scope_status
        self._check = check
        self._made: dict[Any, Dependency] = {}
        self._closing: list[Callable[[], Awaitable[None]]] = []
        self.claims = claims_of(self, required=True)
        self.optional_claims = claims_of(self, required=False)
        self.current_user = current_user_of(self)
        self.optional_user = optional_user_of(self)

    # -- dependencies

    def requires(self, *scopes: str, roles: Iterable[str] = ()) -> Dependency:
        """A dependency on all of these scopes and roles; its value is that of `claims`. 403 if one is missing."""
        wanted = tuple(sorted(roles))
        return self._once(("requires", tuple(sorted(scopes)), wanted), lambda: required_scopes(self, scopes, wanted))

    def claims_as(self, model: type[BaseModel]) -> Dependency:
        """A dependency on the claims as this pydantic model. Claims that do not fit: 401."""
        return self._once(("claims_as", model), lambda: claims_as_model(self, model))

    @property
    def responses(self) -> dict[int | str, dict[str, Any]]:
        """What protected operations may answer besides their own: `responses=` of a route, router or application."""
        return dict(PROTECTED)

    # -- verification

    async def verify(self, token: str | bytes) -> Claims:
        """The claims of a token, wherever it is from. `TokenError`, or with a shared secret
        `watchword.jwt.exceptions.InvalidTokenError`; KeysUnavailable."""
        return await self._finish(self._begin(token))

    def _begin(self, token: str | bytes) -> Any:
        """The claims, or what to await for them. Asks for the verifier each time, because tests put in another."""
        verifier = self.verifier
        return (getattr(verifier, "begin", None) or verifier.averify)(token)

    async def _finish(self, begun: Claims | Awaitable[Claims]) -> Claims:
        claims = begun if isinstance(begun, dict) else await begun
        if self._check is not None:
            await self._check(claims)
        return claims

    async def authenticate(self, connection: HTTPConnection) -> Claims | None:
        """The claims for a request or WebSocket; None if it has no token. Verified once, however often it is asked.
        AuthError for a token that is refused, KeysUnavailable's 503, a failed CSRF check."""
        scope = connection.scope
        known = scope.get(_VERIFIED)
        if known is not None and known[0] is self:
            return known[1]  # type: ignore[no-any-return]
        token = bearer_token(scope["headers"]) if self._bearer else None
        from_cookie = False
        if token is None:
            token, from_cookie = self._other_token(connection)
        claims = None
        if token is not None:
            try:
                claims = self._begin(token)
                # Claims that are there at once need no coroutine.
                if self._check is not None or not isinstance(claims, dict):
                    claims = await self._finish(claims)
            except (TokenError, InvalidTokenError, KeysUnavailable) as error:
                raise self._refusal(error) from error
            if from_cookie and self.cookies is not None:
                await self.cookies.check_csrf(connection, token)
        scope[_VERIFIED] = (self, claims)
        return claims

    def _other_token(self, connection: HTTPConnection) -> tuple[bytes | None, bool]:
        """What was sent on purpose goes before what a browser sends by itself."""
        if self._bearer and connection.scope["type"] == "websocket":
            token = subprotocol_token(connection) or query_token(connection, self._query)
            if token is not None:
                return token, False
        if self.cookies is not None:
            return cookie_token(connection, self.cookies.access_name), True
        return None, False

    def _refusal(self, error: Exception) -> AuthError:
        if isinstance(error, KeysUnavailable):
            return keys_unavailable()
        code = error.code if isinstance(error, TokenError) else code_of(error)
        return invalid_token(code, self.realm)

    def check_scopes(self, claims: Mapping[str, Any], scopes: Sequence[str]) -> None:
        """AuthError insufficient_scope unless the token has all of them."""
        if lacks(scopes_of(claims), scopes):
            raise insufficient_scope(scopes, self.realm, self._scope_status)

    async def load_user(self, claims: Any) -> Any:
        """What `current_user` gives for these claims. AuthError unknown_user if the loader finds nobody."""
        if self._load is None:
            return User.of(claims) if isinstance(claims, dict) else claims
        if self._load_waits:
            user = await self._load(claims)
        else:
            user = await run_in_threadpool(self._load, claims)
        if user is None:
            raise invalid_token("unknown_user", self.realm)
        return user

    # -- application

    @asynccontextmanager
    async def lifespan(self, app: Any = None) -> AsyncIterator[None]:
        """`FastAPI(lifespan=auth.lifespan)`, or `async with auth.lifespan(app)` within your own: fetches the keys
        before the first request. An issuer that does not answer yet is no reason not to start: the first token tries
        again."""
        start = getattr(self.verifier, "astart", None)
        if start is not None:
            await start()
        try:
            yield
        finally:
            for close in self._closing:
                await close()

    def at_shutdown(self, close: Callable[[], Awaitable[None]]) -> None:
        """Has `lifespan` call this at its end."""
        self._closing.append(close)

    def subprotocol(self, connection: HTTPConnection) -> str | None:
        """For `websocket.accept(subprotocol=...)`: "bearer" if the token came that way. Browsers want the answer."""
        return SUBPROTOCOL if subprotocol_token(connection) is not None else None

    def router(self, **options: Any) -> Any:
        """An APIRouter with /login, /refresh and /logout against the Watchword server that issues the tokens. The
        options are those of `watchword.fastapi.server_router`."""
        from watchword.fastapi.server import server_router

        return server_router(self, **options)

    def test_token(
        self, subject: str = "tester", *, scopes: Iterable[str] = (), expires_in: int = 900, **claims: Any
    ) -> str:
        """A token that this object accepts, for tests. Only with a shared secret: with a server, `watchword.testing`
        has an issuer, or use `override`."""
        return test_token(self.verifier, subject, scopes, expires_in, claims)

    @contextmanager
    def override(self, app: Any, *, claims: Claims | None = None, user: Any = None) -> Iterator[None]:
        """For tests: `with auth.override(app, claims={"sub": "ada", "scope": "items:read"}):`, requests need no token
        and get these claims (scopes are still checked), or this user."""
        with override(self, app, claims, user):
            yield

    # -- how the dependencies are made

    def _once(self, key: Any, make: Callable[[], Dependency]) -> Dependency:
        return self._made[key] if key in self._made else self._made.setdefault(key, make())

    def present(self, claims: Claims) -> Any:
        """The claims as routes get them: a dict, or `claims_model`."""
        return claims if self._model is None else as_model(self._model, claims, self.realm)

    def raw_claims(self, connection: HTTPConnection, claims: Any) -> Mapping[str, Any]:
        """The dict behind what `claims` gave: also if that is a model, or a test's override."""
        if isinstance(claims, Mapping):
            return claims
        known = connection.scope.get(_VERIFIED)
        return known[1] if known is not None and known[0] is self and known[1] is not None else {}
