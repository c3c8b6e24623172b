"""Signed messages, compact (RFC 7515)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from watchword import _native
from watchword.jose import jwk
from watchword.jose.backends.base import Key
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWKError, JWSAlgorithmError, JWSError, JWSSignatureError
from watchword.jose.header import read_header
from watchword.jose.key_choice import allowed_algorithms, candidates, own_algorithm

Token = str | bytes


def sign(
    payload: bytes | str | Mapping[str, Any],
    key: Any,
    headers: Mapping[str, Any] | None = None,
    algorithm: str = ALGORITHMS.HS256,
) -> str:
    """The payload (bytes, text, or a mapping that is written as JSON), signed. JWSError if it cannot be."""
    if algorithm not in ALGORITHMS.SUPPORTED:
        raise JWSError(f"Algorithm {algorithm} not supported.")
    signing_input = f"{_encode(_header(algorithm, headers))}.{_encode(_payload_bytes(payload))}"
    try:
        signature = _key_for(key, algorithm).sign(signing_input.encode("ascii"))
    except NotImplementedError:
        raise JWSError(f"{algorithm} makes no signatures.") from None
    except JWKError as error:
        raise JWSError(str(error)) from error
    return f"{signing_input}.{_encode(signature)}"


def verify(token: Token, key: Any, algorithms: str | Iterable[str] | None, verify: bool = True) -> bytes:
    """The payload of a token that one of the keys has signed. With `verify=False` nothing is checked.

    `algorithms` is a name or a list of names. None is enough only if the key names its own algorithm.
    JWSError for a bad token, JWKError for keys that cannot be used with any of the algorithms.
    """
    header, payload, signing_input, signature = _parse(token)
    if verify:
        _verify_signature(header, signing_input, signature, key, algorithms)
    return payload


def get_unverified_header(token: Token) -> dict[str, Any]:
    """The header, not verified by anything: to choose a key by `kid`, never to trust."""
    return _parse(token)[0]


def get_unverified_headers(token: Token) -> dict[str, Any]:
    """As `get_unverified_header`."""
    return get_unverified_header(token)


def get_unverified_claims(token: Token) -> bytes:
    """The payload, not verified by anything."""
    return _parse(token)[1]


def _encode(data: bytes) -> str:
    return _native.base64url_encode(data)


def _header(algorithm: str, headers: Mapping[str, Any] | None) -> bytes:
    header = {"typ": "JWT", "alg": algorithm, **(headers or {})}
    if header["alg"] != algorithm:
        raise JWSError(f"The header says {header['alg']}, but the algorithm is {algorithm}; leave alg out of headers.")
    if "crit" in header:
        raise JWSError("Critical extensions (crit) are not supported.")
    return _json(dict(sorted(header.items())))


def _payload_bytes(payload: Any) -> bytes:
    if isinstance(payload, Mapping):
        return _json(payload)
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, str):
        return _utf8(payload)
    raise JWSError(f"The payload is bytes, str or a mapping, not {type(payload).__name__}.")


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise JWSError("The payload holds lone surrogates, which are no characters.") from None


def _json(value: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise JWSError(f"This cannot be written as JSON: {error}") from None


def _parse(token: Token) -> tuple[dict[str, Any], bytes, bytes, bytes]:
    """Header, payload, signing input and signature. JWSError for anything malformed."""
    if not isinstance(token, (str, bytes)):
        raise JWSError(f"A token is str or bytes, not {type(token).__name__}.")
    data = token.encode("utf-8", "replace") if isinstance(token, str) else token
    parts = data.split(b".", 3)
    if len(parts) != 3:
        raise JWSError("Not enough segments" if len(parts) < 3 else "Too many segments")
    header = _decode_header(parts[0])
    payload = _decode(parts[1], "Invalid payload padding")
    signature = _decode(parts[2], "Invalid crypto padding")
    return header, payload, parts[0] + b"." + parts[1], signature


def _decode(part: bytes, message: str) -> bytes:
    try:
        return _native.base64url_decode(part)
    except _native.NativeError:
        raise JWSError(message) from None


def _decode_header(part: bytes) -> dict[str, Any]:
    try:
        return read_header(part)
    except ValueError as error:
        raise JWSError(str(error)) from None


def _verify_signature(
    header: dict[str, Any], signing_input: bytes, signature: bytes, key: Any, algorithms: Any
) -> None:
    keys = candidates(key, header.get("kid"))
    allowed = allowed_algorithms(algorithms, keys)
    algorithm = header.get("alg")
    if not algorithm:
        raise JWSError("No algorithm was specified in the JWS header.")
    if not isinstance(algorithm, str) or algorithm not in allowed:
        raise JWSAlgorithmError("The specified alg value is not allowed")
    # RFC 7515 section 4.1.11: what is critical and not understood fails.
    if "crit" in header:
        raise JWSError("The token demands extensions (crit) that are not understood here.")
    usable = _usable(keys, algorithm, allowed)
    if not any(_matches(one, signing_input, signature) for one in usable):
        raise JWSSignatureError("Signature verification failed.")


def _usable(keys: list[Any], algorithm: str, allowed: frozenset[str]) -> list[Key]:
    """The keys that fit the algorithm. JWKError if none fits any of those that are allowed: then the token is not to
    blame."""
    usable, refusal = _constructed(keys, algorithm)
    if not usable and refusal is not None and not any(_constructed(keys, other)[0] for other in allowed - {algorithm}):
        raise refusal
    return usable


def _constructed(keys: list[Any], algorithm: str) -> tuple[list[Key], JWKError | None]:
    usable: list[Key] = []
    refusal: JWKError | None = None
    for key in keys:
        try:
            usable.append(_key_for(key, algorithm))
        except JWKError as error:
            refusal = refusal or error
    return usable, refusal


def _key_for(key: Any, algorithm: str) -> Key:
    if isinstance(key, Key):
        if own_algorithm(key) not in (None, algorithm):
            raise JWKError(f"The key is for the algorithm {own_algorithm(key)}, not for {algorithm}.")
        return key
    return jwk.construct(key, algorithm)


def _matches(key: Key, signing_input: bytes, signature: bytes) -> bool:
    # A key class that somebody registered may raise what it likes: that is no match.
    try:
        return bool(key.verify(signing_input, signature))
    except Exception:
        return False
