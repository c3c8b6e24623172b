"""Tokens that are signed with one secret which two services share, as tutorials have it: HS256, perhaps without issuer
and audience. Whoever can verify them can make them, too: for services that trust each other like one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from watchword import _native, jwt
from watchword._native import Key
from watchword.errors import SENTENCES, ConfigurationError, TokenError
from watchword.jwt import exceptions
from watchword.jwt.api_jwt import _jwt_global_obj as _library
from watchword.jwt.types import Options
from watchword.keys import read_key

MAX_TOKEN = 16 * 1024

_LEAST_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}


class NotAnAccessToken(exceptions.InvalidTokenError):
    """A token says by its `type` that it is for something else."""


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
    (exceptions.InvalidJTIError, "invalid_claim"),
    (NotAnAccessToken, "wrong_type"),
)


def code_of(error: Exception) -> str:
    """Watchword's stable code for an exception of `watchword.jwt`."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), "malformed")


def secret_bytes(secret: str | bytes, algorithm: str) -> bytes:
    """The UTF-8 bytes of a text without one trailing newline. ConfigurationError for a secret that is too short for the
    algorithm (RFC 7518 section 3.2), or that is no secret."""
    if algorithm not in _LEAST_BYTES:
        raise ConfigurationError(f"{algorithm!r} takes no shared secret; use one of {', '.join(_LEAST_BYTES)}")
    data = secret.encode().removesuffix(b"\n") if isinstance(secret, str) else bytes(secret)
    if b"-----BEGIN" in data or data.lstrip().startswith((b"{", b"ssh-")):
        raise ConfigurationError("this is a key, not a shared secret: pass it as `keys=[...]`")
    least = _LEAST_BYTES[algorithm]
    if len(data) < least:
        raise ConfigurationError(
            f"the shared secret has {len(data)} bytes, {algorithm} needs at least {least} bytes; make one with "
            f"`watchword secret` or `openssl rand -hex {least}`"
        )
    return data


class SharedSecret:
    """What one secret signed. `issuer` and `audience` are demanded if they are given; a token for an audience is refused
    where none is expected. ConfigurationError for a secret that is too short for its algorithm."""

    def __init__(
        self,
        secret: str | bytes,
        *,
        algorithm: str = "HS256",
        issuer: str | None = None,
        audience: str | Sequence[str] | None = None,
        leeway: float = 0,
        required_claims: Sequence[str] = ("exp",),
    ) -> None:
        self.secret = secret_bytes(secret, algorithm)
        self.algorithms = (algorithm,)
        self.issuer = issuer or ""
        self.audiences = () if audience is None else (audience,) if isinstance(audience, str) else tuple(audience)
        self._required: Options = {"require": list(required_claims)}
        self._leeway = leeway
        # What the core wants between the token and the time.
        self._expected = (
            self.secret,
            self.algorithms,
            _library.options,
            self._required,
            self.audiences or None,
            None,
            self.issuer or None,
            leeway,
        )

    def decode(self, token: str | bytes) -> dict[str, Any]:
        """The claims. `watchword.jwt.exceptions.InvalidTokenError`, or a class derived from it."""
        if len(token) > MAX_TOKEN:
            raise exceptions.DecodeError("The token is larger than the limit of 16 KiB")
        # None: the plain way decides, and says what is wrong.
        claims = _native.decode(token, *self._expected, time.time()) or self._decode_plainly(token)
        # Flask-JWT-Extended signs refresh tokens with the same secret; they are for its refresh endpoint alone.
        if claims.get("type", "access") != "access":
            raise NotAnAccessToken("This is not an access token")
        return claims

    def _decode_plainly(self, token: str | bytes) -> dict[str, Any]:
        return jwt.decode(
            token,
            self.secret,
            algorithms=self.algorithms,
            options=self._required,
            audience=self.audiences or None,
            issuer=self.issuer or None,
            leeway=self._leeway,
        )


class SharedSecretVerifier(SharedSecret):
    """`verify` as TokenVerifier has it."""

    def __init__(self, secret: str | bytes, **options: Any) -> None:
        super().__init__(secret, required_claims=("exp", "sub"), **options)
        self.keys: tuple[Key, ...] = (read_key(self.secret, self.algorithms),)

    def verify(self, token: str | bytes) -> dict[str, Any]:
        """The claims; `sub` and `exp` are among them. TokenError."""
        if len(token) > MAX_TOKEN:
            raise TokenError("too_large")
        try:
            return self.decode(token)
        except exceptions.PyJWTError as error:
            raise TokenError(code_of(error)) from None

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


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
