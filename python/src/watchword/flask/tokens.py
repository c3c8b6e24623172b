"""From claims to a token and back; everything that the configuration decides comes in as an argument."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from hmac import compare_digest
from json import JSONEncoder
from typing import Any

from watchword import jwt
from watchword.flask.exceptions import CSRFError, JWTDecodeError
from watchword.flask.typing import ExpiresDelta, Fresh


def _encode_jwt(
    algorithm: str,
    audience: str | Iterable[str] | None,
    claim_overrides: dict[str, Any],
    csrf: bool,
    expires_delta: ExpiresDelta,
    fresh: Fresh,
    header_overrides: dict[str, Any],
    identity: Any,
    identity_claim_key: str,
    issuer: str | None,
    json_encoder: type[JSONEncoder],
    secret: Any,
    token_type: str,
    nbf: bool,
) -> str:
    now = datetime.now(timezone.utc)
    claims: dict[str, Any] = {
        "fresh": (now + fresh).timestamp() if isinstance(fresh, timedelta) else fresh,
        "iat": now,
        "jti": str(uuid.uuid4()),
        "type": token_type,
        identity_claim_key: identity,
    }
    if nbf:
        claims["nbf"] = now
    if csrf:
        claims["csrf"] = str(uuid.uuid4())
    if audience:
        claims["aud"] = audience
    if issuer:
        claims["iss"] = issuer
    # A lifetime of zero is a lifetime: such a token is expired when it is made.
    if isinstance(expires_delta, timedelta) or expires_delta:
        claims["exp"] = now + expires_delta
    claims.update(claim_overrides)
    return _signed(claims, secret, algorithm, header_overrides, json_encoder)


def _signed(
    claims: dict[str, Any], key: Any, algorithm: str, headers: dict[str, Any], json_encoder: type[JSONEncoder]
) -> str:
    """An encoder is asked only for what JSON cannot write, so claims that need none go the fast way."""
    try:
        return jwt.encode(claims, key, algorithm, headers=headers)
    except TypeError:
        return jwt.encode(claims, key, algorithm, headers=headers, json_encoder=json_encoder)


def _decode_jwt(
    algorithms: Sequence[str],
    allow_expired: bool,
    audience: str | Iterable[str] | None,
    csrf_value: str | None,
    encoded_token: str,
    identity_claim_key: str,
    issuer: str | None,
    leeway: int,
    secret: Any,
    verify_aud: bool,
    verify_sub: bool,
) -> dict[str, Any]:
    options: dict[str, Any] = {"verify_aud": verify_aud, "verify_sub": verify_sub}
    if allow_expired:
        options["verify_exp"] = False
    claims = jwt.decode(
        encoded_token,
        secret,
        algorithms=algorithms,
        audience=audience,
        issuer=issuer,
        leeway=leeway,
        options=options,  # type: ignore[arg-type]
    )
    return completed(claims, identity_claim_key, csrf_value)


def completed(claims: dict[str, Any], identity_claim_key: str, csrf_value: str | None) -> dict[str, Any]:
    """The verified `claims` with what this package expects in them: refused or added where it is missing."""
    if identity_claim_key not in claims:
        raise JWTDecodeError(f"Missing claim: {identity_claim_key}")
    if "type" not in claims:
        claims["type"] = "access"
    if "fresh" not in claims:
        claims["fresh"] = False
    if "jti" not in claims:
        claims["jti"] = None
    if csrf_value:
        _compare_csrf(claims, csrf_value)
    return claims


def _compare_csrf(claims: dict[str, Any], csrf_value: str) -> None:
    if "csrf" not in claims:
        raise JWTDecodeError(
            "Missing claim: csrf",
            hint="The token was made while JWT_COOKIE_CSRF_PROTECT was off; sign in again to get another.",
        )
    wanted = str(claims["csrf"]).encode("utf-8", "surrogatepass")
    if not compare_digest(wanted, csrf_value.encode("utf-8", "surrogatepass")):
        raise CSRFError("CSRF double submit tokens do not match")
