"""Key data in the forms that people hold it, brought into those that the core reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from watchword import _native
from watchword.jose.exceptions import JWKError

_BASE64URL_MEMBERS = {"k", "n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y"}


def jwk_text(jwk: Mapping[str, Any], kty: str, algorithm: str) -> str:
    """The members that make the key, as JSON. JWKError if the JWK is of another type or for another algorithm."""
    if jwk.get("kty") != kty:
        raise JWKError(f"Incorrect key type. Expected: {kty!r}, Received: {jwk.get('kty')!r}")
    if jwk.get("alg") not in (None, algorithm):
        raise JWKError(f"The key is for the algorithm {jwk['alg']}, not for {algorithm}.")
    members = {name: _without_padding(value) if name in _BASE64URL_MEMBERS else value for name, value in jwk.items()}
    try:
        return json.dumps({name: value for name, value in members.items() if name not in {"kid", "alg"}})
    except (TypeError, ValueError):
        raise JWKError("A member of the JWK cannot be written as JSON.") from None


def _without_padding(value: Any) -> Any:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    return text.rstrip("=") if isinstance(text, str) else text


def pem_text(key: Any) -> str | bytes:
    """PEM of a text, of an object of the package cryptography, or of anything with `to_pem()`."""
    if isinstance(key, (str, bytes)):
        return key
    if hasattr(key, "private_bytes") or hasattr(key, "public_bytes"):
        return _cryptography_pem(key)
    if hasattr(key, "to_pem"):
        return bytes(key.to_pem())
    raise JWKError(f"A key cannot be made of {type(key).__name__}; give PEM text or a JWK.")


def _cryptography_pem(key: Any) -> bytes:
    from cryptography.hazmat.primitives import serialization as form

    if hasattr(key, "private_bytes"):
        return bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
    return bytes(key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))


def utf8(key: str | bytes) -> bytes:
    """The bytes of a key's text."""
    if isinstance(key, bytes):
        return key
    try:
        return key.encode()
    except UnicodeEncodeError:
        raise JWKError("The key holds lone surrogates, which are no characters.") from None


def refused(refusal: _native.NativeError) -> JWKError:
    """The exception for a key that the core does not take."""
    return JWKError(str(refusal))
