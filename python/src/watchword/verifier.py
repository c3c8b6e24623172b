"""What a resource server needs: from a token to its claims, by the keys of its issuer.

    verifier = TokenVerifier("https://id.example", "https://api.example")
    claims = verifier.verify(token)          # or: await verifier.averify(token)

The keys come from the issuer's JWK Set, found through its metadata (RFC 8414), and are kept fresh in the background; a
verification whose key is known never waits for the network.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from watchword import _native
from watchword.documents import Limits
from watchword.errors import ConfigurationError, KeysUnavailable, TokenError
from watchword.keys import SYMMETRIC, KeyLike, read_keys
from watchword.remote_keys import RemoteKeys, RemoteKeysOptions


class TokenVerifier:
    """Verifies access tokens (RFC 9068 by default) of one issuer for one or several audiences.

    `issuer` and `audience` are compared byte by byte. `keys`: fixed keys (`Key`, JWK, JWK Set, PEM, shared secret)
    instead of a fetched JWK Set. `algorithms`: which ones are accepted; by default those of the fixed keys, or every asymmetric one
    for fetched keys, each of which is bound to one algorithm. `type`: "at+jwt", "JWT" (plain) or None (any).
    `leeway`: seconds by which clocks may differ. The other arguments are those of `RemoteKeysOptions` and `Limits`.

    Thread-safe; may be used from any event loop; may be made before a process forks (gunicorn --preload). Nothing is
    fetched before the first use, or `start`. Raises ConfigurationError for what can never work."""

    def __init__(
        self,
        issuer: str,
        audience: str | Sequence[str],
        *,
        jwks_url: str | None = None,
        keys: KeyLike | Sequence[KeyLike] | None = None,
        algorithms: Sequence[str] | None = None,
        leeway: int = 0,
        type: str | None = "at+jwt",
        required_claims: Sequence[str] = (),
        realm: str = "watchword",
        fresh: float = 300,
        stale_if_error: float = 24 * 3600,
        unknown_kid_cooldown: float = 30,
        connect_timeout: float = 2.0,
        total_timeout: float = 5.0,
        max_bytes: int = 512 * 1024,
        cache_tokens: int = 32768,
    ) -> None:
        if keys is not None and jwks_url is not None:
            raise ConfigurationError("give either `keys` or `jwks_url`, not both")
        self.issuer = issuer
        self.audiences = (audience,) if isinstance(audience, str) else tuple(audience)
        self.realm = realm
        typed = None if keys is None else [_public(key) for key in read_keys(keys, algorithms or ())]
        self.algorithms = tuple(algorithms or _default_algorithms(typed))
        self._keys: list[_native.Key] = []
        self._native = self._make_native(type, leeway, required_claims, cache_tokens)
        self._wait = total_timeout + 1
        self._remote: RemoteKeys | None = None
        if typed is not None:
            self._adopt(typed)
            return
        limits = Limits(connect_timeout, total_timeout, max_bytes)
        options = RemoteKeysOptions(issuer, jwks_url, fresh, stale_if_error, unknown_kid_cooldown, limits)
        self._remote = RemoteKeys(options, self._adopt)

    def verify(self, token: str | bytes) -> dict[str, Any]:
        """The claims of a token that is good now. TokenError with the code of the first check that failed;
        KeysUnavailable. Waits for the network only if the token's key is not known yet."""
        attempt = self._attempt(token)
        if isinstance(attempt, dict):
            return attempt
        try:
            attempt.result(self._wait)
        except FutureTimeout:
            raise self._unavailable() from None
        return self._attempt_again(token)

    async def averify(self, token: str | bytes) -> dict[str, Any]:
        """`verify` for an event loop, which goes on while keys are fetched."""
        verdict = self.begin(token)
        return verdict if isinstance(verdict, dict) else await verdict

    def begin(self, token: str | bytes) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """`averify` without a coroutine where nothing is to be waited for: the claims at once, or what to await for
        them."""
        attempt = self._attempt(token)
        return attempt if isinstance(attempt, dict) else self._attempt_after(attempt, token)

    def explain(self, token: str | bytes) -> dict[str, Any]:
        """Every check in order, with what was expected and found, as `watchword token explain --json` says it."""
        explanation: dict[str, Any] = json.loads(self._native.explain(token, time.time()))
        return explanation

    @property
    def keys(self) -> tuple[_native.Key, ...]:
        """Those that are trusted now."""
        return tuple(self._keys)

    def start(self) -> bool:
        """Fetches the keys now, so that the first request need not wait. False if that failed; the first token will
        try again. Optional."""
        flight = self._remote.fetch_now() if self._remote else None
        if flight is not None:
            try:
                flight.result(self._wait)
            except FutureTimeout:
                return False
        return self._ready()

    async def astart(self) -> bool:
        """`start` for an event loop."""
        flight = self._remote.fetch_now() if self._remote else None
        if flight is not None:
            try:
                await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(flight)), self._wait)
            except (TimeoutError, asyncio.TimeoutError):
                return False
        return self._ready()

    def close(self) -> None:
        """Fetches no more. Idempotent; tokens are still verified by the keys that are known."""
        if self._remote:
            self._remote.close()

    def __enter__(self) -> TokenVerifier:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_native(
        self, type: str | None, leeway: int, required_claims: Sequence[str], cache_tokens: int
    ) -> _native.Verifier:
        try:
            return _native.Verifier(
                issuers=[self.issuer],
                audiences=list(self.audiences),
                algorithms=list(self.algorithms),
                type=type,
                profile="access_token" if type == "at+jwt" else "plain",
                leeway=leeway,
                required_claims=list(required_claims),
                cache_tokens=cache_tokens,
            )
        except _native.NativeError as error:
            raise ConfigurationError(f"TokenVerifier: {error.detail or error.code}") from error

    def _adopt(self, keys: list[_native.Key]) -> None:
        usable = [key for key in keys if key.algorithm in self.algorithms]
        self._native.set_keys(usable)
        self._keys = usable

    def _ready(self) -> bool:
        return self._remote is None or self._remote.has_keys

    def _attempt(self, token: str | bytes) -> dict[str, Any] | Future[None]:
        """The claims, or the fetch that may bring the key."""
        now = time.time()
        remote = self._remote
        seen = 0
        if remote is not None:
            remote.look_after(now)
            seen = remote.generation
        try:
            return self._native.verify(token, now)
        except _native.NativeError as error:
            if error.code != "unknown_key" or remote is None:
                raise self._refusal(error) from None
            # Without a kid no new key could be told from the old ones (RFC 7515 section 4.1.4).
            if remote.has_keys and not _names_a_key(token):
                raise self._refusal(error) from None
            flight = remote.fetch_for_unknown_key(now, seen)
            if flight is None:
                raise self._not_found(error) from None
            return flight

    async def _attempt_after(self, flight: Future[None], token: str | bytes) -> dict[str, Any]:
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(flight)), self._wait)
        except (TimeoutError, asyncio.TimeoutError):
            raise self._unavailable() from None
        return self._attempt_again(token)

    def _attempt_again(self, token: str | bytes) -> dict[str, Any]:
        now = time.time()
        try:
            return self._native.verify(token, now)
        except _native.NativeError as error:
            if error.code != "unknown_key" or self._remote is None:
                raise self._refusal(error) from None
            if self._remote.has_keys:
                self._remote.still_unknown(now)
            raise self._not_found(error) from None

    def _refusal(self, error: _native.NativeError) -> TokenError:
        return TokenError(error.code, error.detail, realm=self.realm)

    def _not_found(self, error: _native.NativeError) -> TokenError | KeysUnavailable:
        if self._remote and (self._remote.failing or not self._remote.has_keys):
            return self._unavailable()
        return self._refusal(error)

    def _unavailable(self) -> KeysUnavailable:
        return KeysUnavailable(self._remote.last_failure if self._remote else "")


def _public(key: _native.Key) -> _native.Key:
    """Verifying needs no private part; a shared secret has no other."""
    return key.public() if key.is_private and key.kind != "oct" else key


def _default_algorithms(keys: list[_native.Key] | None) -> list[str]:
    if keys is not None:
        return sorted({key.algorithm for key in keys})
    return [algorithm for algorithm in _native.algorithms() if algorithm not in SYMMETRIC]


def _names_a_key(token: str | bytes) -> bool:
    head = token.split(b"." if isinstance(token, bytes) else ".", 1)[0]  # type: ignore[arg-type]
    try:
        header = _native.json_loads(_native.base64url_decode(head))
    except _native.NativeError:
        return False
    return isinstance(header, dict) and "kid" in header
