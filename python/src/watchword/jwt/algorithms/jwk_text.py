"""JSON Web Keys as text or dict, in and out (RFC 7517)."""

import json
from typing import Any

from ... import _native
from ..exceptions import InvalidKeyError
from ..types import JWKDict
from ..utils import force_bytes


def read_jwk(jwk: str | JWKDict) -> JWKDict:
    """The members of a JWK. InvalidKeyError if it is no JSON object."""
    if isinstance(jwk, str):
        try:
            jwk = json.loads(jwk)
        except (ValueError, RecursionError):
            raise InvalidKeyError("Key is not valid JSON") from None
    if not isinstance(jwk, dict):
        raise InvalidKeyError("Key is not valid JSON")
    return jwk


def octets(jwk: JWKDict, name: str) -> bytes:
    """A member that is base64url, without padding (RFC 7515 section 2). InvalidKeyError."""
    try:
        return _native.base64url_decode(force_bytes(jwk[name]))
    except (KeyError, TypeError, ValueError):
        raise InvalidKeyError(f'The parameter "{name}" of the key is missing or not base64url') from None


def number(jwk: JWKDict, name: str) -> int:
    """A member that is a Base64urlUInt (RFC 7518 section 2)."""
    return int.from_bytes(octets(jwk, name), "big")


def write_jwk(jwk: JWKDict, as_dict: bool) -> Any:
    """As the caller of to_jwk() wants it."""
    return jwk if as_dict else json.dumps(jwk)
