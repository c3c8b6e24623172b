"""The checks of registered claims (RFC 7519 section 4.1)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import ExpiredSignatureError, JWTClaimsError, JWTError
from watchword.jose.utils import calculate_at_hash


@dataclass(frozen=True)
class Expected:
    """What the caller expects of the claims."""

    audience: str | None = None
    issuer: str | Iterable[str] | None = None
    subject: str | None = None
    access_token: str | None = None
    algorithm: Any = None


def check_claims(claims: dict[str, Any], expected: Expected, options: Mapping[str, Any]) -> None:
    """JWTError for the first claim that is missing or does not hold. Every check is made unless `options` turns it
    off; what they require is checked in any case."""
    required = {name[len("require_") :] for name, wanted in options.items() if name.startswith("require_") and wanted}
    for name in sorted(required - set(claims)):
        raise JWTError(f'missing required key "{name}" among claims')
    if not isinstance(expected.audience, (str, type(None))):
        raise JWTError("audience must be a string or None")
    leeway, now = _seconds(options.get("leeway", 0)), datetime.now(timezone.utc).timestamp()
    checks: dict[str, Callable[[], object]] = {
        "iat": lambda: _number(claims, "iat", "Issued At"),
        "nbf": lambda: _check_nbf(claims, now + leeway),
        "exp": lambda: _check_exp(claims, now - leeway),
        "aud": lambda: _check_aud(claims, expected.audience),
        "iss": lambda: _check_iss(claims, expected.issuer),
        "sub": lambda: _check_sub(claims, expected.subject),
        "jti": lambda: _check_text(claims, "jti", "JWT ID must be a string."),
        "at_hash": lambda: _check_at_hash(claims, expected),
    }
    for name, check in checks.items():
        if options.get(f"verify_{name}", True) or name in required:
            check()


def _seconds(leeway: float | timedelta) -> float:
    return leeway.total_seconds() if isinstance(leeway, timedelta) else float(leeway)


def _number(claims: dict[str, Any], name: str, title: str) -> float | None:
    """A NumericDate (RFC 7519 section 2), which is a JSON number and nothing that looks like one."""
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_finite(value):
        raise JWTClaimsError(f"{title} claim ({name}) must be an integer.")
    return value


def _is_finite(value: int | float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _check_nbf(claims: dict[str, Any], latest: float) -> None:
    not_before = _number(claims, "nbf", "Not Before")
    if not_before is not None and not not_before <= latest:
        raise JWTClaimsError("The token is not yet valid (nbf)")


def _check_exp(claims: dict[str, Any], now: float) -> None:
    # RFC 7519 section 4.1.4: "the expiration time on or after which the JWT MUST NOT be accepted"
    expires = _number(claims, "exp", "Expiration Time")
    if expires is not None and not expires > now:
        raise ExpiredSignatureError("Signature has expired.")


def _check_aud(claims: dict[str, Any], audience: str | None) -> None:
    if "aud" not in claims and audience is None:
        return
    # RFC 8725 section 3.9: an audience that is not present is rejected as well as a wrong one.
    found = claims.get("aud", [])
    audiences = [found] if isinstance(found, str) else found
    if not isinstance(audiences, list) or not all(isinstance(one, str) for one in audiences):
        raise JWTClaimsError("Invalid claim format in token")
    if audience not in audiences:
        raise JWTClaimsError("Invalid audience")


def _check_iss(claims: dict[str, Any], issuer: str | Iterable[str] | None) -> None:
    if issuer is None:
        return
    issuers = [issuer] if isinstance(issuer, str) else list(issuer)
    if not isinstance(claims.get("iss"), str) or claims["iss"] not in issuers:
        raise JWTClaimsError("Invalid issuer")


def _check_sub(claims: dict[str, Any], subject: str | None) -> None:
    _check_text(claims, "sub", "Subject must be a string.")
    if subject is not None and claims.get("sub") != subject:
        raise JWTClaimsError("Invalid subject")


def _check_text(claims: dict[str, Any], name: str, message: str) -> None:
    if name in claims and not isinstance(claims[name], str):
        raise JWTClaimsError(message)


def _check_at_hash(claims: dict[str, Any], expected: Expected) -> None:
    if "at_hash" not in claims:
        return
    if not expected.access_token:
        raise JWTClaimsError("No access_token provided to compare against at_hash claim.")
    hash_function = ALGORITHMS.HASHES.get(expected.algorithm) if isinstance(expected.algorithm, str) else None
    if hash_function is None or not isinstance(expected.access_token, str):
        raise JWTClaimsError("Unable to calculate at_hash to verify against token claims.")
    if claims["at_hash"] != calculate_at_hash(expected.access_token, hash_function):
        raise JWTClaimsError("at_hash claim does not match access_token.")
