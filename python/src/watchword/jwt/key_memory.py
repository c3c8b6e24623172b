"""Which keys the fast way of decode() and encode() knows: those that the plain way has prepared and used once."""

from typing import Any

from .. import _native
from .algorithms import has_crypto

if has_crypto:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def remember(key: Any, algorithm: str, prepared: Any) -> None:
    """Hands the core the key that `prepared` is, to be found again by what the caller passed as `key`: by the content
    of text and bytes, by identity of a key object (the memory keeps it alive). Nothing happens where the core has no
    such key: an algorithm of a caller's own, a key that it finds too weak, a key that lives in hardware."""
    native = _native_key(algorithm, prepared)
    if native is not None:
        _native.remember_key(key, algorithm, native)


def _native_key(algorithm: str, prepared: Any) -> _native.Key | None:
    if isinstance(prepared, _native.Key):
        return prepared if prepared.algorithm == algorithm else None
    try:
        if isinstance(prepared, bytes):
            return _native.Key.from_secret(algorithm, prepared)
        if has_crypto and type(prepared).__module__.startswith("cryptography."):
            return _native.Key.from_der(algorithm, _der(prepared))
    except _native.NativeError:
        pass
    return None


def _der(key: Any) -> bytes:
    if hasattr(key, "private_bytes"):
        return bytes(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
