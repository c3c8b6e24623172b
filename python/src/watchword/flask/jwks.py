"""Tokens of another issuer, by its JWK Set: JWT_JWKS_URL instead of a shared secret.

    app.config["JWT_JWKS_URL"] = "https://id.example/jwks.json"
    app.config["JWT_DECODE_ISSUER"] = "https://id.example"
    app.config["JWT_DECODE_AUDIENCE"] = "https://api.example"

JWT_DECODE_ALGORITHMS and JWT_DECODE_LEEWAY are obeyed; JWT_JWKS_TOKEN_TYPE is the `typ` that tokens must have:
"at+jwt" (RFC 9068) unless set, "JWT", or None for any.
"""

import threading
from typing import Any

from flask import Flask

from watchword import jwt
from watchword.errors import TokenError
from watchword.verifier import TokenVerifier

_VERIFIER = "watchword.flask.jwks"
_making = threading.Lock()


def verifier_of(app: Flask) -> TokenVerifier:
    """The verifier that the configuration of `app` describes; the same one as long as that does not change."""
    settings = _settings(app.config)
    remembered = _remembered(app)
    if remembered is not None and remembered[0] == settings:
        return remembered[1]
    with _making:
        remembered = _remembered(app)
        if remembered is not None and remembered[0] == settings:
            return remembered[1]
        verifier = _make(*settings)
        app.extensions[_VERIFIER] = (settings, verifier)
    if remembered is not None:
        remembered[1].close()
    return verifier


def _remembered(app: Flask) -> tuple[tuple[Any, ...], TokenVerifier] | None:
    """What it was made of, and the verifier."""
    found: tuple[tuple[Any, ...], TokenVerifier] | None = app.extensions.get(_VERIFIER)
    return found


def _settings(config: dict[str, Any]) -> tuple[Any, ...]:
    return (
        config["JWT_JWKS_URL"],
        config["JWT_DECODE_ISSUER"],
        _as_tuple(config["JWT_DECODE_AUDIENCE"]),
        _as_tuple(config["JWT_DECODE_ALGORITHMS"]),
        config["JWT_DECODE_LEEWAY"],
        config.get("JWT_JWKS_TOKEN_TYPE", "at+jwt"),
    )


def _as_tuple(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _make(url: str, issuer: Any, audience: tuple[str, ...], algorithms: Any, leeway: Any, type_: Any) -> TokenVerifier:
    if not isinstance(issuer, str) or not issuer or not audience:
        raise RuntimeError(
            "JWT_JWKS_URL wants JWT_DECODE_ISSUER and JWT_DECODE_AUDIENCE: the keys alone do not say whom a token is "
            "from and for"
        )
    seconds = int(leeway.total_seconds() if hasattr(leeway, "total_seconds") else leeway)
    return TokenVerifier(issuer, audience, jwks_url=url, algorithms=algorithms or None, leeway=seconds, type=type_)


def verify(app: Flask, token: str, allow_expired: bool) -> dict[str, Any]:
    """The claims. The refusals are those of `watchword.jwt`; KeysUnavailable if the issuer cannot be reached."""
    if not isinstance(token, (str, bytes)):  # a JSON body may hold anything
        raise jwt.DecodeError("Invalid token type. Token must be text")
    verifier = verifier_of(app)
    try:
        return verifier.verify(token)
    except TokenError as error:
        refused = error
    if refused.code != "expired":
        raise _refusal(refused.code, str(refused))
    claims = _claims_of_expired(verifier, token)
    if allow_expired:
        return claims
    expired = jwt.ExpiredSignatureError("Signature has expired")
    expired.jwt_header = jwt.get_unverified_header(token)  # type: ignore[attr-defined]
    expired.jwt_data = claims  # type: ignore[attr-defined]
    raise expired


def _claims_of_expired(verifier: TokenVerifier, token: str) -> dict[str, Any]:
    """Those of a token with which nothing is wrong but its age; its signature has been verified."""
    for check in verifier.explain(token)["checks"]:
        if check["error"] not in (None, "expired"):
            raise _refusal(check["error"], check["sentence"])
    return jwt.decode(token, options={"verify_signature": False})


_REFUSALS: dict[str, type[jwt.InvalidTokenError]] = {
    "malformed": jwt.DecodeError,
    "too_large": jwt.DecodeError,
    "unsupported_critical": jwt.DecodeError,
    "unknown_key": jwt.InvalidSignatureError,
    "bad_signature": jwt.InvalidSignatureError,
    "algorithm_not_allowed": jwt.InvalidAlgorithmError,
    "not_yet_valid": jwt.ImmatureSignatureError,
    "issued_in_future": jwt.ImmatureSignatureError,
    "wrong_issuer": jwt.InvalidIssuerError,
    "wrong_audience": jwt.InvalidAudienceError,
}


def _refusal(code: str, sentence: str) -> jwt.InvalidTokenError:
    return _REFUSALS.get(code, jwt.InvalidTokenError)(sentence)
