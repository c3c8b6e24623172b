"""Sealed data: what this application gives out, or writes down, and only it can read and change.

AES-256-GCM as a compact JWE (RFC 7516, `dir`), under keys derived from SECRET_KEY by HKDF (RFC 5869). A former key
(SECRET_KEY_FALLBACKS) still opens, so that changing SECRET_KEY signs nobody out.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from watchword import _native
from watchword.errors import ConfigurationError

MAX_OPENED = 64 * 1024


def hkdf_sha256(secret: bytes, info: bytes, salt: bytes = b"") -> bytes:
    """32 bytes: RFC 5869 section 2, for one block of output."""
    extracted = hmac.digest(salt or bytes(32), secret, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)


class Seal:
    """Seals for one purpose: what was sealed for another does not open."""

    def __init__(self, secret_keys: Sequence[str | bytes], purpose: str) -> None:
        """The first key seals and opens, the others only open."""
        if not secret_keys or not secret_keys[0]:
            raise ConfigurationError('set SECRET_KEY: python -c "import secrets; print(secrets.token_hex())" makes one')
        self._secrets = [key.encode() if isinstance(key, str) else bytes(key) for key in secret_keys if key]
        self._info = f"watchword sign-in 1 {purpose}".encode()
        self._keys = {secret: hkdf_sha256(secret, self._info) for secret in self._secrets}

    def seal(self, data: bytes, context: bytes = b"") -> str:
        """`context`: what must be at hand to open it again."""
        return _native.jwe_encrypt(data, self._key(self._secrets[0], context), "dir", "A256GCM", "{}", False)

    def open(self, text: str, context: bytes = b"") -> bytes | None:
        """What was sealed, or None for anything that this application did not seal for this purpose."""
        for secret in self._secrets:
            try:
                _, data = _native.jwe_decrypt(text, self._key(secret, context), ["dir"], ["A256GCM"], MAX_OPENED)
            except (_native.NativeError, ValueError):
                continue
            return data
        return None

    def sign(self, text: str) -> str:
        """A proof that only this application could have made."""
        key = self._key(self._secrets[0], b"sign")
        return _native.base64url_encode(hmac.digest(key, text.encode(), hashlib.sha256))

    def signed(self, text: str, proof: str) -> bool:
        """`proof` is what `sign` makes of `text`."""
        expected = (hmac.digest(self._key(secret, b"sign"), text.encode(), hashlib.sha256) for secret in self._secrets)
        given = proof.encode(errors="replace")
        return any([hmac.compare_digest(_native.base64url_encode(one).encode(), given) for one in expected])

    def _key(self, secret: bytes, context: bytes) -> bytes:
        return hkdf_sha256(secret, self._info, context) if context else self._keys[secret]
