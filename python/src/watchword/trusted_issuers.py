"""Several issuers, each with a verifier of its own (RFC 8725 section 3.8)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from watchword import _native
from watchword.errors import ConfigurationError, TokenError
from watchword.verifier import TokenVerifier

_MOST_BYTES = 16 * 1024  # as the verifiers have it


class TrustedIssuers:
    """`TrustedIssuers(first, second)`, each a TokenVerifier: accepts what the verifier of the token's issuer accepts.

    `iss` is read without believing it, to choose; the verifier that it chooses then demands that very issuer, by the
    keys, algorithms and audiences of that issuer alone. Two issuers may use the same kid. `Auth(verifier=...)` of
    watchword.fastapi takes it for a verifier. Thread-safe. ConfigurationError for none, and for two of one issuer."""

    def __init__(self, *verifiers: TokenVerifier) -> None:
        self._by_issuer = {verifier.issuer: verifier for verifier in verifiers}
        if not verifiers or len(self._by_issuer) != len(verifiers):
            raise ConfigurationError("TrustedIssuers needs one TokenVerifier for each issuer")
        self._first = verifiers[0]

    def verify(self, token: str | bytes) -> dict[str, Any]:
        """As TokenVerifier. Before all else, TokenError too_large, malformed, missing_claim or invalid_claim of `iss`,
        and wrong_issuer."""
        return self._chosen(token).verify(token)

    async def averify(self, token: str | bytes) -> dict[str, Any]:
        """`verify` for an event loop, which goes on while keys are fetched."""
        return await self._chosen(token).averify(token)

    def begin(self, token: str | bytes) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """As TokenVerifier.begin."""
        return self._chosen(token).begin(token)

    def explain(self, token: str | bytes) -> dict[str, Any]:
        """As TokenVerifier.explain, by the verifier of the token's issuer; by the first one for a token of nobody's."""
        try:
            return self._chosen(token).explain(token)
        except TokenError:
            return self._first.explain(token)

    @property
    def issuers(self) -> tuple[str, ...]:
        """Those that are trusted."""
        return tuple(self._by_issuer)

    def start(self) -> bool:
        """Fetches all keys now. False if that failed for an issuer; its first token will try again."""
        return all([verifier.start() for verifier in self._by_issuer.values()])

    async def astart(self) -> bool:
        """`start` for an event loop, all issuers at once."""
        return all(await asyncio.gather(*(verifier.astart() for verifier in self._by_issuer.values())))

    def close(self) -> None:
        """As TokenVerifier.close, for each."""
        for verifier in self._by_issuer.values():
            verifier.close()

    def _chosen(self, token: str | bytes) -> TokenVerifier:
        if len(token) > _MOST_BYTES:
            raise self._refusal("too_large")
        issuer = self._unverified_issuer(token)
        chosen = self._by_issuer.get(issuer)
        if chosen is None:
            raise self._refusal("wrong_issuer")
        return chosen

    def _unverified_issuer(self, token: str | bytes) -> str:
        """What the token says, which anybody can have written."""
        parts = token.split(b"." if isinstance(token, bytes) else ".", 3)  # type: ignore[arg-type]
        if len(parts) != 3:
            raise self._refusal("malformed")
        try:
            claims = _native.json_loads(_native.base64url_decode(parts[1]))
        except _native.NativeError:
            raise self._refusal("malformed") from None
        if not isinstance(claims, dict):
            raise self._refusal("malformed")
        if "iss" not in claims:
            raise self._refusal("missing_claim", "iss")
        if not isinstance(claims["iss"], str):
            raise self._refusal("invalid_claim", "iss")
        return claims["iss"]

    def _refusal(self, code: str, detail: str = "") -> TokenError:
        return TokenError(code, detail, realm=self._first.realm)
