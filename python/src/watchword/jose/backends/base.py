"""What a key is."""

from __future__ import annotations

from typing import Any


class Key:
    """One key for one algorithm. What a kind of key cannot do raises NotImplementedError."""

    def __init__(self, key: Any, algorithm: str) -> None:
        self._algorithm = algorithm

    def sign(self, msg: bytes) -> bytes:
        """The signature."""
        raise NotImplementedError

    def verify(self, msg: bytes, sig: bytes) -> bool:
        """Whether the signature matches."""
        raise NotImplementedError

    def public_key(self) -> Key:
        """The public half; a public key itself."""
        raise NotImplementedError

    def to_pem(self) -> bytes:
        """PEM (RFC 7468)."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """JWK (RFC 7517). Of a private key with its private part."""
        raise NotImplementedError

    def encrypt(self, plain_text: bytes, aad: bytes | None = None) -> tuple[bytes, bytes, bytes]:
        """Initialization vector, ciphertext and tag."""
        raise NotImplementedError

    def decrypt(
        self,
        cipher_text: bytes,
        iv: bytes | None = None,
        aad: bytes | None = None,
        tag: bytes | None = None,
    ) -> bytes:
        """The plaintext."""
        raise NotImplementedError

    def wrap_key(self, key_data: bytes) -> bytes:
        """Another key, encrypted."""
        raise NotImplementedError

    def unwrap_key(self, wrapped_key: bytes) -> bytes:
        """The way back."""
        raise NotImplementedError
