"""Refresh tokens that say themselves which one of their session they are, sealed with a key that only the issuer has.

A token is base64url(handle, 16 random bytes || number, 4 bytes || HMAC-SHA256 of both). What the store keeps, the
handle and the number of the current token, is of no use to who reads it. A token that was never issued is told from one
that was used before: only the latter ends a session, so nobody can end another's by guessing.
"""

import hmac
from typing import NamedTuple

from watchword import _native

_HANDLE = 16
_NUMBER = 4
_SEAL = 32
_LENGTH = _HANDLE + _NUMBER + _SEAL


class RefreshToken(NamedTuple):
    """`handle` names the session in the store, `number` counts the rotations."""

    handle: str
    number: int


class RefreshTokens:
    """Writes and reads them. `key`: the issuer's own secret; from it a key for this purpose alone is derived."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"watchword standalone refresh token v1", "sha256")

    def write(self, token: RefreshToken) -> str:
        body = bytes.fromhex(token.handle) + token.number.to_bytes(_NUMBER, "big")
        return _native.base64url_encode(body + self._seal(body))

    def read(self, text: str) -> RefreshToken | None:
        """None for everything that `write` did not write."""
        try:
            raw = _native.base64url_decode(text)
        except _native.NativeError:
            return None
        if len(raw) != _LENGTH:
            return None
        body, seal = raw[:-_SEAL], raw[-_SEAL:]
        if not hmac.compare_digest(seal, self._seal(body)):
            return None
        return RefreshToken(body[:_HANDLE].hex(), int.from_bytes(body[_HANDLE:], "big"))

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")
