"""An issuer inside the application, for those that do without a server: sign-in, rotation, revocation, limits.

issuer = StandaloneIssuer(secret=os.environ["JWT_SECRET"], users=find_user)
auth = issuer.auth(token_url="login")
app.include_router(issuer.router())
"""

import inspect
import re
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from watchword.errors import ConfigurationError, TokenError
from watchword.fastapi.auth import Auth
from watchword.fastapi.claims import Claims
from watchword.fastapi.errors import AuthError, bad_request, invalid_refresh_token, rate_limited, wrong_credentials
from watchword.fastapi.limits import SignInLimits
from watchword.fastapi.password_check import PasswordCheck
from watchword.fastapi.refresh_tokens import RefreshToken, RefreshTokens
from watchword.fastapi.router import RouterOptions, sign_in_router
from watchword.fastapi.sessions import MemorySessions, Session, SessionStore, Verdict
from watchword.fastapi.signing import SigningKey
from watchword.fastapi.users import FindUser, SaveHash, StoredUser
from watchword.jwt.exceptions import InvalidTokenError
from watchword.keys import KeyLike
from watchword.token_requests import Tokens

_JWKS = "/.well-known/jwks.json"
_METADATA = "/.well-known/oauth-authorization-server"
_NO_NAME = re.compile(r"[\0\ud800-\udfff]")
"""No user is called so, and databases fail when they are asked for it: NUL, half of a surrogate pair."""


class SessionIsOver(TokenError, InvalidTokenError):
    """The token is genuine, but its session was ended."""


class StandaloneIssuer:
    """Signs people in and issues tokens.

    `secret` (HS256, at least 32 bytes) or `key` (a private key: `Key`, JWK or PEM, with `algorithm`; needs `issuer`).
    `users`: a function from user name to StoredUser or None, sync (called in a thread) or async, or MemoryUsers.
    `save_hash(user, new_hash)`: keeps a stronger hash of the same password, made at sign-in. `sessions`: MemorySessions
    (one process) or SqliteSessions (several workers). Lifetimes as timedelta: of access tokens, of a refresh token that
    is not used, of a sign-in at all; `refresh_grace`: how long the refresh token before the current one is answered
    with the same successor, for two tabs and lost answers. A refresh token older than that ends its session."""

    def __init__(
        self,
        *,
        users: FindUser,
        secret: str | bytes | None = None,
        key: "KeyLike | None" = None,
        algorithm: str = "HS256",
        issuer: str | None = None,
        audience: str | None = None,
        save_hash: SaveHash | None = None,
        sessions: SessionStore | None = None,
        limits: SignInLimits | None = None,
        access_lifetime: timedelta = timedelta(minutes=15),
        refresh_idle: timedelta = timedelta(days=14),
        refresh_absolute: timedelta = timedelta(days=90),
        refresh_grace: timedelta = timedelta(seconds=10),
        password_check: PasswordCheck | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._key = _signing_key(secret, key, algorithm, issuer)
        self.issuer = issuer
        self.audience = audience if audience is not None or secret is not None else issuer
        self._find_user = users
        self._save_hash = save_hash if save_hash is not None else getattr(users, "save_hash", None)
        self._sessions = sessions if sessions is not None else MemorySessions()
        self._clock = clock or (lambda: time.time())  # looked up at each call, so that time can be frozen
        self._limits = limits if limits is not None else SignInLimits(clock=self._clock)
        self._access = access_lifetime.total_seconds()
        self._idle = refresh_idle.total_seconds()
        self._absolute = refresh_absolute.total_seconds()
        self._grace = refresh_grace.total_seconds()
        self._passwords = password_check or PasswordCheck()
        self._refresh_tokens = RefreshTokens(self._key.seal)

    # -- for the application

    def auth(self, **options: Any) -> Auth:
        """An Auth that accepts these tokens, and refuses them as soon as their session was ended. The options are those
        of Auth."""
        given = {"issuer": self.issuer, "audience": self.audience, **self._key.verification, **options}
        return Auth(**given, check=self._require_live)

    def router(self, **options: Any) -> APIRouter:
        """/login, /refresh and /logout; the options are those of RouterOptions. With a private key also the key set and
        where it is, below /.well-known/, so that `Auth(issuer=..., audience=...)` elsewhere accepts these tokens: for
        that, include this router without a prefix and put the prefix of the sign-in here."""
        sign_in = sign_in_router(self, RouterOptions(**options))
        if self._key.jwks is None:
            return sign_in
        router = APIRouter()
        router.include_router(sign_in)
        router.add_api_route(_JWKS, self._published_keys, methods=["GET"])
        router.add_api_route(_METADATA, self._metadata, methods=["GET"])
        return router

    async def end_sessions(self, user_id: str) -> None:
        """Signs a user out everywhere: after a password change, or when the account is closed."""
        await self._sessions.end_all(user_id)

    # -- what the endpoints ask (SignInBackend)

    async def sign_in(self, username: str, password: str, scope: str, address: str) -> Tokens:
        wait = self._limits.begin(username, address)
        if wait > 0:
            raise rate_limited(wait)
        user = await self._find(username)
        if user is not None and user.disabled:
            user = None
        try:
            checked = await self._passwords.check(password, user.password_hash if user else None)
        except AuthError:  # too busy to look: nobody's failure
            self._limits.forgive(username)
            raise
        if user is None or not checked.matches:
            raise wrong_credentials()
        self._limits.forgive(username)
        if checked.new_hash is not None and self._save_hash is not None:
            await _call(self._save_hash, user, checked.new_hash)
        session = self._new_session(user, username, _granted(user, scope))
        await self._sessions.add(session)
        return self._tokens(user, session)

    async def refresh(self, refresh_token: str) -> Tokens:
        presented = self._refresh_tokens.read(refresh_token)
        if presented is None:
            raise invalid_refresh_token()
        rotation = await self._sessions.rotate(
            presented.handle, presented.number, now=self._clock(), idle=self._idle, grace=self._grace
        )
        if rotation.verdict is Verdict.reused:
            raise invalid_refresh_token("refresh_token_reused")
        session = rotation.session
        if rotation.verdict is Verdict.unknown or session is None:
            raise invalid_refresh_token()
        user = await self._find(session.username)
        if user is None or user.disabled or user.id != session.subject:
            await self._sessions.end(session.sid)
            raise invalid_refresh_token("session_ended")
        return self._tokens(user, session)

    async def sign_out(self, refresh_token: str) -> None:
        presented = self._refresh_tokens.read(refresh_token)
        if presented is not None:
            await self._sessions.end_handle(presented.handle)

    # -- inside

    async def _find(self, username: str) -> StoredUser | None:
        if _NO_NAME.search(username):
            return None
        return await _call(self._find_user, username)  # type: ignore[no-any-return]

    def _new_session(self, user: StoredUser, username: str, scope: str) -> Session:
        now = self._clock()
        ends_at = now + self._absolute
        return Session(
            handle=secrets.token_hex(16),
            sid=uuid.uuid4().hex,
            subject=user.id,
            username=username,
            scope=scope,
            auth_time=now,
            idle_until=min(now + self._idle, ends_at),
            ends_at=ends_at,
        )

    def _tokens(self, user: StoredUser, session: Session) -> Tokens:
        scope = " ".join(each for each in session.scope.split() if each in user.scopes)
        now = self._clock()
        # Never past the end of the sign-in: a token must not outlive its session.
        expires_in = int(min(self._access, session.ends_at - now))
        return Tokens(
            access_token=self._key.sign(self._claims(user, session, scope, int(now), expires_in)),
            refresh_token=self._refresh_tokens.write(RefreshToken(session.handle, session.number)),
            expires_in=expires_in,
            scope=scope,
        )

    def _claims(self, user: StoredUser, session: Session, scope: str, now: int, expires_in: int) -> Claims:
        claims = {
            **user.claims,
            "iss": self.issuer,
            "sub": user.id,
            "aud": self.audience,
            "iat": now,
            "exp": now + expires_in,
            "jti": uuid.uuid4().hex,
            "sid": session.sid,
            "auth_time": int(session.auth_time),
            "client_id": "standalone",
            "scope": scope or None,
            "roles": list(user.roles) or None,
        }
        return {name: value for name, value in claims.items() if value is not None}

    async def _require_live(self, claims: Claims) -> None:
        sid = claims.get("sid")
        if not isinstance(sid, str) or not await self._sessions.is_live(sid, self._clock()):
            raise SessionIsOver("session_ended")

    async def _published_keys(self) -> Mapping[str, Any]:
        """The public keys that tokens are verified with (RFC 7517 section 5)."""
        return self._key.jwks or {"keys": []}

    async def _metadata(self) -> dict[str, Any]:
        """Where the keys are (RFC 8414 section 2)."""
        issuer = str(self.issuer)
        return {"issuer": issuer, "jwks_uri": issuer.rstrip("/") + _JWKS, "response_types_supported": []}


def _granted(user: StoredUser, asked: str) -> str:
    """What was asked for, or all the user may have. AuthError invalid_scope for more than that."""
    wanted = asked.split() or list(user.scopes)
    beyond = [scope for scope in wanted if scope not in user.scopes]
    if beyond:
        raise bad_request("The scope asked for is more than this user may have.", "invalid_scope", "invalid_scope")
    return " ".join(dict.fromkeys(wanted))


async def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    """Sync functions may block: they run in a thread."""
    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__):
        return await function(*arguments)
    result = await run_in_threadpool(function, *arguments)
    return await result if inspect.isawaitable(result) else result


def _signing_key(secret: str | bytes | None, key: "KeyLike | None", algorithm: str, issuer: str | None) -> SigningKey:
    if (secret is None) == (key is None):
        raise ConfigurationError("StandaloneIssuer needs either `secret` or `key`")
    if secret is not None:
        return SigningKey.of_secret(secret, algorithm)
    if issuer is None:
        raise ConfigurationError("with a private key, StandaloneIssuer needs an `issuer`: its name to other services")
    return SigningKey.of_private_key(key, algorithm)
