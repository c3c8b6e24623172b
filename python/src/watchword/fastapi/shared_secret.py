"""Verification with a shared secret, as tutorials have it: `watchword.jwt` decides, and its exceptions are raised."""

from collections.abc import Sequence
from typing import Any

from watchword import jwt
from watchword.errors import ConfigurationError
from watchword.jwt import exceptions

_SYMMETRIC = {"HS256": 32, "HS384": 48, "HS512": 64}
_MAX_TOKEN = 16 * 1024

# First match wins: an InvalidSignatureError is a DecodeError, too.
_CODES: tuple[tuple[type[exceptions.InvalidTokenError], str], ...] = (
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
)


def code_of(error: Exception) -> str:
    """Watchword's stable code for an exception of `watchword.jwt`."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), "malformed")


def secret_bytes(secret: str | bytes, algorithm: str) -> bytes:
    """The UTF-8 bytes of a text without one trailing newline. ConfigurationError for a secret that is too short for the
    algorithm (RFC 7518 section 3.2), or that is no secret."""
    if algorithm not in _SYMMETRIC:
        raise ConfigurationError(f"{algorithm!r} takes no shared secret; use one of {', '.join(_SYMMETRIC)}")
    data = secret.encode().removesuffix(b"\n") if isinstance(secret, str) else bytes(secret)
    if b"-----BEGIN" in data or data.lstrip().startswith((b"{", b"ssh-")):
        raise ConfigurationError("this is a key, not a shared secret: pass it as `keys=[...]`")
    least = _SYMMETRIC[algorithm]
    if len(data) < least:
        raise ConfigurationError(
            f"the shared secret has {len(data)} bytes, {algorithm} needs at least {least}; make one with "
            f"`watchword secret` or `openssl rand -hex {least}`"
        )
    return data


class SharedSecretVerifier:
    """Accepts tokens that were signed with one secret. `issuer` and `audience`: as `jwt.decode` takes them; a token for
    an audience is refused where none is expected."""

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
        self.algorithms = [algorithm]
        self.issuer = issuer
        self.audience = audience
        self._leeway = leeway
        self._required = tuple(required_claims)

    def verify(self, token: str | bytes) -> dict[str, Any]:
        """The claims. `watchword.jwt.exceptions.InvalidTokenError`, or a class derived from it."""
        if len(token) > _MAX_TOKEN:
            raise exceptions.DecodeError("The token is larger than the limit of 16 KiB")
        claims = jwt.decode(
            token,
            self.secret,
            algorithms=self.algorithms,
            audience=self.audience,
            issuer=self.issuer,
            leeway=self._leeway,
        )
        for name in self._required:
            if claims.get(name) is None:
                raise exceptions.MissingRequiredClaimError(name)
        # flask-jwt-extended signs refresh tokens with the same secret; they are for its refresh endpoint alone.
        if claims.get("type", "access") != "access":
            raise exceptions.InvalidTokenError("This is not an access token")
        return claims

    async def averify(self, token: str | bytes) -> dict[str, Any]:
        """`verify`: microseconds, nothing to wait for."""
        return self.verify(token)
