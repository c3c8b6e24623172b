"""Tokens that are signed with one secret which two services share, as tutorials have it: HS256, perhaps without issuer
and audience. Whoever can verify them can make them, too: for services that trust each other like one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from watchword import jwt
from watchword._native import Key
from watchword.errors import SENTENCES, TokenError
from watchword.jwt import exceptions
from watchword.keys import read_key

MAX_TOKEN = 16 * 1024

# The first that fits: an InvalidSignatureError is a DecodeError, too.
_CODES: tuple[tuple[type[exceptions.PyJWTError], str], ...] = (
    (exceptions.ExpiredSignatureError, "expired"),
    (exceptions.InvalidSignatureError, "bad_signature"),
    (exceptions.InvalidAudienceError, "wrong_audience"),
    (exceptions.InvalidIssuerError, "wrong_issuer"),
    (exceptions.InvalidIssuedAtError, "issued_in_future"),
    (exceptions.ImmatureSignatureError, "not_yet_valid"),
    (exceptions.InvalidAlgorithmError, "algorithm_not_allowed"),
    (exceptions.MissingRequiredClaimError, "missing_claim"),
    (exceptions.InvalidSubjectError, "invalid_claim"),
)


class SharedSecretVerifier:
    """`verify` as TokenVerifier has it. `issuer` and `audience` are demanded if they are given; a token for an audience
    is refused where none is expected. ConfigurationError for a secret that is too short for its algorithm."""

    def __init__(
        self,
        secret: str | bytes,
        *,
        algorithm: str = "HS256",
        issuer: str | None = None,
        audience: str | Sequence[str] | None = None,
        leeway: float = 0,
    ) -> None:
        self.keys: tuple[Key, ...] = (read_key(secret, [algorithm]),)
        self.algorithms = (algorithm,)
        self.issuer = issuer or ""
        self.audiences = () if audience is None else (audience,) if isinstance(audience, str) else tuple(audience)
        self._secret = secret.encode().removesuffix(b"\n") if isinstance(secret, str) else bytes(secret)
        self._leeway = leeway

    def verify(self, token: str | bytes) -> dict[str, Any]:
        """The claims; `sub` and `exp` are among them. TokenError."""
        if len(token) > MAX_TOKEN:
            raise TokenError("too_large")
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=list(self.algorithms),
                options={"require": ["exp", "sub"]},
                audience=list(self.audiences) or None,
                issuer=self.issuer or None,
                leeway=self._leeway,
            )
        except exceptions.PyJWTError as error:
            raise TokenError(_code_of(error)) from None
        # Flask-JWT-Extended signs refresh tokens with the same secret; they are for its refresh endpoint alone.
        if claims.get("type", "access") != "access":
            raise TokenError("wrong_type")
        return claims

    def start(self) -> bool:
        """There is nothing to fetch."""
        return True

    def explain(self, token: str | bytes) -> dict[str, Any]:
        """The verdict with the members of TokenVerifier.explain that speak of it."""
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
        except exceptions.PyJWTError:
            claims = {}
        times = {name: claims[name] - time.time() for name in ("exp", "nbf", "iat") if _is_number(claims.get(name))}
        said: dict[str, Any] = {"verified": True, "error": None, "checks": [], "claims": claims, "skew": times}
        try:
            self.verify(token)
        except TokenError as error:
            check = {"outcome": "failed", "sentence": SENTENCES.get(error.code, error.code), "error": error.code}
            said.update(verified=False, error=error.code, checks=[check])
        return said


def _code_of(error: Exception) -> str:
    return next((code for kind, code in _CODES if isinstance(error, kind)), "malformed")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
