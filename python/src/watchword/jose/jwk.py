"""Keys (RFC 7517)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from watchword.jose.backends import AESKey, DIRKey, ECKey, HMACKey, RSAKey
from watchword.jose.backends.base import Key
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWKError

_CLASSES: tuple[tuple[set[str], type[Key]], ...] = (
    (ALGORITHMS.HMAC, HMACKey),
    (ALGORITHMS.RSA, RSAKey),
    (ALGORITHMS.EC, ECKey),
    (ALGORITHMS.AES, AESKey),
    ({ALGORITHMS.DIR}, DIRKey),
)


def get_key(algorithm: str) -> type[Key] | None:
    """The class of keys for an algorithm, or None."""
    if algorithm in ALGORITHMS.KEYS:
        registered: type[Key] = ALGORITHMS.KEYS[algorithm]
        return registered
    return next((key_class for algorithms, key_class in _CLASSES if algorithm in algorithms), None)


def register_key(algorithm: str, key_class: type[Key]) -> bool:
    """Adds an algorithm, or replaces what implements it."""
    if not issubclass(key_class, Key):
        raise TypeError("Key class is not a subclass of jwk.Key")
    ALGORITHMS.KEYS[algorithm] = key_class
    ALGORITHMS.SUPPORTED.add(algorithm)
    return True


def construct(key_data: Any, algorithm: str | None = None) -> Key:
    """The key for the algorithm, which a JWK may name itself (`alg`)."""
    if not algorithm and isinstance(key_data, Mapping):
        algorithm = key_data.get("alg")
    key_class = get_key(algorithm) if isinstance(algorithm, str) else None
    if key_class is None or algorithm is None:
        raise JWKError("Unable to find an algorithm for key")
    return key_class(key_data, algorithm)


__all__ = ["AESKey", "DIRKey", "ECKey", "HMACKey", "Key", "RSAKey", "construct", "get_key", "register_key"]
