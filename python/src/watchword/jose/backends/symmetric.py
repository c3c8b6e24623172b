"""Shared secrets: HMAC, AES and direct encryption."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Mapping
from typing import Any

from watchword import _native
from watchword.jose.backends.base import Key
from watchword.jose.backends.key_data import jwk_text, refused, utf8
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWEError, JWKError
from watchword.jose.utils import ensure_binary, is_pem_format, is_ssh_key


def secret_bytes(key: Any, algorithm: str) -> bytes:
    """Of a text, of bytes, of an oct JWK, or of a shared secret of the core."""
    if isinstance(key, _native.Key) and key.kind == "oct":
        key = json.loads(key.private_jwk_in_the_clear())
    if isinstance(key, (str, bytes)):
        return utf8(key)
    if not isinstance(key, Mapping):
        raise JWKError(f"A shared secret is str, bytes or an oct JWK, not {type(key).__name__}.")
    jwk_text(key, "oct", algorithm)
    if not isinstance(key.get("k"), (str, bytes)):
        raise JWKError("The oct JWK lacks its secret (k).")
    try:
        return _native.base64url_decode(utf8(key["k"]).rstrip(b"="))
    except _native.NativeError as refusal:
        raise refused(refusal) from None


def oct_jwk(secret: bytes, algorithm: str) -> dict[str, Any]:
    """JWK of a secret."""
    return {"alg": algorithm, "kty": "oct", "k": _native.base64url_encode(secret)}


class HMACKey(Key):
    """For HS256, HS384 or HS512. `prepared_key` is the secret. Secrets shorter than the hash warn (RFC 7518 section
    3.2 forbids them)."""

    def __init__(self, key: Any, algorithm: str) -> None:
        if algorithm not in ALGORITHMS.HMAC:
            raise JWKError(f"{algorithm} is not an HMAC algorithm")
        super().__init__(key, algorithm)
        self.prepared_key = secret_bytes(key, algorithm)
        if is_pem_format(self.prepared_key) or is_ssh_key(self.prepared_key):
            raise JWKError(
                "The specified key is an asymmetric key or x509 certificate and should not be used as an HMAC secret."
            )
        try:
            self._key = _native.Key.from_secret(algorithm, self.prepared_key, weak_for_compatibility=True)
        except _native.NativeError as refusal:
            raise refused(refusal) from None
        _warn_if_short(self._key)

    def sign(self, msg: bytes) -> bytes:
        """The authentication code."""
        return self._key.sign(ensure_binary(msg))

    def verify(self, msg: bytes, sig: bytes) -> bool:
        """Whether it matches. Constant time."""
        return self._key.verify(ensure_binary(msg), ensure_binary(sig))

    def to_dict(self) -> dict[str, Any]:
        """JWK, with the secret."""
        return oct_jwk(self.prepared_key, self._algorithm)


def _warn_if_short(key: _native.Key) -> None:
    least = int(key.algorithm[2:])
    if key.bits >= least:
        return
    from watchword.jwt.warnings import InsecureKeyLengthWarning

    warnings.warn(
        f"The HMAC secret has {key.bits // 8} bytes, below the {least // 8} that {key.algorithm} needs (RFC 7518"
        " section 3.2); make one with secrets.token_urlsafe(64).",
        InsecureKeyLengthWarning,
        stacklevel=4,
    )


_AES_SIZES = {
    "A128GCM": 16,
    "A192GCM": 24,
    "A256GCM": 32,
    "A128CBC-HS256": 32,
    "A192CBC-HS384": 48,
    "A256CBC-HS512": 64,
    "A128KW": 16,
    "A192KW": 24,
    "A256KW": 32,
}


class AESKey(Key):
    """Wraps keys (A*KW) or encrypts content (A*GCM, and A*CBC-HS* with its tag)."""

    def __init__(self, key: Any, algorithm: str) -> None:
        if algorithm not in _AES_SIZES:
            raise JWKError(f"{algorithm} is not a supported AES algorithm")
        super().__init__(key, algorithm)
        self._secret = secret_bytes(key, algorithm)
        if len(self._secret) != _AES_SIZES[algorithm]:
            raise JWKError(f"Key must be {8 * _AES_SIZES[algorithm]} bit for alg {algorithm}")

    def to_dict(self) -> dict[str, Any]:
        """JWK, with the secret."""
        return oct_jwk(self._secret, self._algorithm)

    def encrypt(self, plain_text: bytes, aad: bytes | None = None) -> tuple[bytes, bytes, bytes]:
        """A random initialization vector, the ciphertext, and its tag."""
        self._must_be(ALGORITHMS.AES_JWE_ENC, "wrap_key and unwrap_key")
        iv = os.urandom(12 if self._algorithm in ALGORITHMS.GCM else 16)
        cipher_text, tag = self._apply(_native.content_encrypt, self._secret, iv, ensure_binary(plain_text), aad or b"")
        return iv, cipher_text, tag

    def decrypt(
        self,
        cipher_text: bytes,
        iv: bytes | None = None,
        aad: bytes | None = None,
        tag: bytes | None = None,
    ) -> bytes:
        """The plaintext, once the tag has been checked."""
        self._must_be(ALGORITHMS.AES_JWE_ENC, "wrap_key and unwrap_key")
        if iv is None or tag is None:
            raise JWEError("Give the initialization vector (iv) and the authentication tag (tag).")
        return bytes(
            self._apply(_native.content_decrypt, self._secret, iv, ensure_binary(cipher_text), tag, aad or b"")
        )

    def wrap_key(self, key_data: bytes) -> bytes:
        """AES key wrap (RFC 3394)."""
        self._must_be(ALGORITHMS.AES_KW, "encrypt and decrypt")
        return bytes(self._apply(_native.key_wrap, self._secret, ensure_binary(key_data)))

    def unwrap_key(self, wrapped_key: bytes) -> bytes:
        """The way back."""
        self._must_be(ALGORITHMS.AES_KW, "encrypt and decrypt")
        return bytes(self._apply(_native.key_unwrap, self._secret, ensure_binary(wrapped_key)))

    def _must_be(self, algorithms: set[str], instead: str) -> None:
        if self._algorithm not in algorithms:
            raise NotImplementedError(f"a key for {self._algorithm} has {instead}")

    def _apply(self, operation: Any, *arguments: Any) -> Any:
        try:
            return operation(self._algorithm, *arguments)
        except _native.NativeError as refusal:
            raise JWEError(str(refusal)) from None


class DIRKey(Key):
    """A secret that encrypts content itself."""

    def __init__(self, key_data: Any, algorithm: str) -> None:
        super().__init__(key_data, algorithm)
        self._secret = secret_bytes(key_data, algorithm)

    def to_dict(self) -> dict[str, Any]:
        """JWK, with the secret."""
        return oct_jwk(self._secret, self._algorithm)
