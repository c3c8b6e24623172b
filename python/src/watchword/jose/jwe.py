"""Encrypted messages, compact (RFC 7516)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from watchword import _native
from watchword.jose import constants
from watchword.jose.constants import ALGORITHMS, ZIPS
from watchword.jose.encryption_key import EncryptionKey, read_key
from watchword.jose.exceptions import (
    JWEAlgorithmUnsupportedError,
    JWEError,
    JWEInvalidAuth,
    JWEParseError,
    JWKError,
)
from watchword.jose.header import read_header
from watchword.jose.key_choice import candidates
from watchword.jose.utils import ensure_binary

_KEY_CODES = {"invalid_key", "weak_key", "unsupported_key", "key_not_usable"}


def encrypt(
    plaintext: bytes | str,
    key: Any,
    encryption: str = ALGORITHMS.A256GCM,
    algorithm: str = ALGORITHMS.DIR,
    zip: str | None = None,
    cty: str | None = None,
    kid: str | None = None,
) -> bytes:
    """The plaintext, encrypted for the key: a secret (str or bytes) for dir and A*KW, PEM for RSA, or a JWK.

    `zip="DEF"` compresses first, which tells lengths to who can choose a part of the text (RFC 8725 section 3.6).
    JWEError if it cannot be, JWKError for a key that cannot be used.
    """
    for name in (algorithm, encryption):
        if name not in ALGORITHMS.SUPPORTED:
            raise JWEAlgorithmUnsupportedError(f"Algorithm {name} not supported.")
    if zip not in ZIPS.SUPPORTED:
        raise JWEError(f"The compression is {ZIPS.DEF} or None, not {zip!r}.")
    chosen = read_key(key)
    if algorithm not in chosen.algorithms:
        raise JWKError(f"The key is not for the algorithm {algorithm}.")
    try:
        token = _native.jwe_encrypt(
            ensure_binary(plaintext), chosen.data, algorithm, encryption, "{}", zip is not None, kid or "", cty or ""
        )
    except _native.NativeError as refusal:
        raise _exception_for(refusal) from None
    return token.encode("ascii")


def decrypt(
    jwe_str: str | bytes,
    key: Any,
    *,
    algorithms: Iterable[str] | None = None,
    encryptions: Iterable[str] | None = None,
) -> bytes:
    """The plaintext. Which algorithms are accepted follows from the key: its type and length, or the `alg` of a JWK;
    `algorithms` and `encryptions` narrow them.

    JWEParseError for what is no JWE, JWEInvalidAuth if it was changed or is for another key, JWEError otherwise;
    JWKError for a key that cannot be used. Anybody can encrypt to a public key: what came out proves no origin.
    """
    limit = constants.JWE_SIZE_LIMIT
    if not isinstance(jwe_str, (str, bytes)):
        raise JWEParseError(f"A JWE is str or bytes, not {type(jwe_str).__name__}.")
    if len(jwe_str) > limit:
        raise JWEError(f"JWE string {len(jwe_str)} bytes exceeds {limit} bytes")
    header = get_unverified_header(jwe_str)
    algorithm, encryption = _named_algorithms(header)
    chosen = _key_for(key, header.get("kid"), algorithm)
    if algorithm not in _narrowed(chosen.algorithms, algorithms):
        raise JWEError(f"The key or the caller does not allow the algorithm {algorithm}.")
    if encryption not in _narrowed(ALGORITHMS.AES_JWE_ENC, encryptions):
        raise JWEError(f"The encryption {encryption} is not allowed.")
    try:
        return _native.jwe_decrypt(jwe_str, chosen.data, [algorithm], [encryption], limit, limit)[1]
    except _native.NativeError as refusal:
        raise _exception_for(refusal, limit) from None


def get_unverified_header(jwe_str: str | bytes) -> dict[str, Any]:
    """The header, not verified by anything: to choose a key by `kid`, never to trust. JWEParseError."""
    try:
        parts = ensure_binary(jwe_str).split(b".")
    except (TypeError, UnicodeEncodeError):
        raise JWEParseError("A JWE is ASCII, as str or bytes.") from None
    if len(parts) != 5:
        raise JWEParseError("Not enough segments" if len(parts) < 5 else "Too many segments")
    try:
        return read_header(parts[0])
    except ValueError as error:
        raise JWEParseError(str(error)) from None


def _named_algorithms(header: dict[str, Any]) -> tuple[str, str]:
    algorithm, encryption = header.get("alg"), header.get("enc")
    if not isinstance(algorithm, str) or not isinstance(encryption, str):
        raise JWEParseError("alg and enc headers are required!")
    for name in (algorithm, encryption):
        if name not in ALGORITHMS.SUPPORTED:
            raise JWEAlgorithmUnsupportedError(f"Algorithm {name} not supported.")
    return algorithm, encryption


def _key_for(key: Any, kid: Any, algorithm: str) -> EncryptionKey:
    """The first of the keys that may be meant and is for the algorithm, else the first."""
    keys = [read_key(one) for one in candidates(key, kid)]
    if not keys:
        raise JWKError("There is no key.")
    return next((one for one in keys if algorithm in one.algorithms), keys[0])


def _narrowed(possible: Iterable[str], listed: Iterable[str] | None) -> frozenset[str]:
    if listed is None:
        return frozenset(possible)
    return frozenset(possible) & ({listed} if isinstance(listed, str) else frozenset(listed))


def _exception_for(refusal: _native.NativeError, limit: int = 0) -> Exception:
    if refusal.code in _KEY_CODES:
        return JWKError(str(refusal))
    if refusal.code == "malformed":
        return JWEParseError(str(refusal))
    if refusal.code == "decryption_failed":
        return JWEInvalidAuth("The JWE was changed, or is for another key.")
    if refusal.code == "too_large" and limit:
        return JWEError(f"Decompressed JWE string exceeds {limit} bytes")
    return JWEError(str(refusal))
