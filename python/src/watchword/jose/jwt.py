"""Signed claims (RFC 7519)."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, MutableMapping
from datetime import datetime
from typing import Any

from watchword import _native
from watchword.jose import jws
from watchword.jose.claims import Expected, check_claims
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWSError, JWTError
from watchword.jose.utils import calculate_at_hash

Token = str | bytes


def encode(
    claims: MutableMapping[str, Any],
    key: Any,
    algorithm: str = ALGORITHMS.HS256,
    headers: Mapping[str, Any] | None = None,
    access_token: str | None = None,
) -> str:
    """The claims as a signed token. A `datetime` in `exp`, `iat` or `nbf` becomes a number, and `access_token` adds its
    `at_hash`: both in `claims` itself, as python-jose does. JWSError if it cannot be signed."""
    if not isinstance(claims, Mapping):
        raise JWTError(f"Claims are a dict, not {type(claims).__name__}.")
    for name in ("exp", "iat", "nbf"):
        if isinstance(claims.get(name), datetime):
            claims[name] = calendar.timegm(claims[name].utctimetuple())
    if access_token:
        if algorithm not in ALGORITHMS.HASHES:
            raise JWSError(f"Algorithm {algorithm} not supported.")
        claims["at_hash"] = calculate_at_hash(access_token, ALGORITHMS.HASHES[algorithm])
    return jws.sign(claims, key, headers=headers, algorithm=algorithm)


def decode(
    token: Token,
    key: Any,
    algorithms: str | Iterable[str] | None = None,
    options: Mapping[str, Any] | None = None,
    audience: str | None = None,
    issuer: str | Iterable[str] | None = None,
    subject: str | None = None,
    access_token: str | None = None,
) -> dict[str, Any]:
    """The claims of a token, once its signature and they themselves have been checked.

    `key` is a secret, PEM text (a certificate too), a JWK, a JWK Set, a mapping of kid to PEM, JSON text of these, a
    list of keys, or what `jwk.construct` made. `algorithms` is required unless the key names its own.
    `options` turn checks off (`verify_exp: False`) or demand claims (`require_exp: True`); `leeway` is in seconds.

    JWTError for a bad token (ExpiredSignatureError, JWTClaimsError), JWKError for a key that cannot be used.
    """
    chosen = _known_options(options or {})
    try:
        payload = jws.verify(token, key, algorithms, verify=chosen.get("verify_signature", True))
    except JWSError as error:
        raise JWTError(str(error)) from error
    claims = _claims(payload, "payload")
    algorithm = jws.get_unverified_header(token).get("alg") if "at_hash" in claims else None
    check_claims(claims, Expected(audience, issuer, subject, access_token, algorithm), chosen)
    return claims


def get_unverified_header(token: Token) -> dict[str, Any]:
    """The header, not verified by anything: to choose a key by `kid`, never to trust."""
    try:
        return jws.get_unverified_header(token)
    except JWSError:
        raise JWTError("Error decoding token headers.") from None


def get_unverified_headers(token: Token) -> dict[str, Any]:
    """As `get_unverified_header`."""
    return get_unverified_header(token)


def get_unverified_claims(token: Token) -> dict[str, Any]:
    """The claims, not verified by anything."""
    try:
        payload = jws.get_unverified_claims(token)
    except JWSError:
        raise JWTError("Error decoding token claims.") from None
    return _claims(payload, "claims")


def _claims(payload: bytes, what: str) -> dict[str, Any]:
    try:
        claims = _native.json_loads(payload)
    except _native.NativeError as error:
        raise JWTError(f"Invalid {what} string: {error}") from None
    if not isinstance(claims, dict):
        raise JWTError(f"Invalid {what} string: must be a json object")
    return claims


def _known_options(options: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in options:
        if name != "leeway" and not name.startswith(("verify_", "require_")):
            raise TypeError(f"there is no option {name!r}; to demand claims write require_exp: True, and so on")
    return options
