"""RSA keys: signatures (RSASSA-PKCS1-v1_5) and key encryption."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import ClassVar

from watchword import _native
from watchword.jose.backends.asymmetric import AsymmetricKey
from watchword.jose.backends.der import rsa_key_inside
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWEError


class RSAKey(AsymmetricKey):
    """For RS256, RS384, RS512, RSA-OAEP, RSA-OAEP-256 or RSA1_5. At least 2048 bits."""

    kty: ClassVar[str] = "RSA"
    algorithms: ClassVar[frozenset[str]] = frozenset(ALGORITHMS.RSA)
    members: ClassVar[tuple[str, ...]] = ("n", "e", "d", "p", "q", "dp", "dq", "qi")

    def verify(self, msg: bytes, sig: bytes) -> bool:
        """Whether the signature matches. Warns where the private key lies about for that."""
        if not self.is_public():
            warnings.warn("Attempting to verify a message with a private key. This is not recommended.", stacklevel=2)
        return super().verify(msg, sig)

    def to_pem(self, pem_format: str = "PKCS8") -> bytes:
        """PKCS#8 (of a public key SubjectPublicKeyInfo), or with "PKCS1" the form of RFC 8017."""
        pem = super().to_pem("PKCS8" if pem_format == "PKCS1" else pem_format)
        return rsa_key_inside(pem) if pem_format == "PKCS1" else pem

    def wrap_key(self, key_data: bytes) -> bytes:
        """The key bytes, encrypted. Not for RSA1_5, which is safe only inside of `jwe`."""
        return self._apply(_native.key_wrap, key_data)

    def unwrap_key(self, wrapped_key: bytes) -> bytes:
        """The way back. Not for RSA1_5, which is safe only inside of `jwe`."""
        return self._apply(_native.key_unwrap, wrapped_key)

    def can_sign(self) -> bool:
        """RSA-OAEP and RSA1_5 do not."""
        return self._algorithm in ALGORITHMS.RSA_DS

    def native_algorithm(self) -> str:
        """RS256 for keys that encrypt, which the core keeps as PEM in between."""
        return self._algorithm if self.can_sign() else ALGORITHMS.RS256

    def _apply(self, operation: Callable[[str, str, bytes], bytes], data: bytes) -> bytes:
        if self.can_sign():
            raise NotImplementedError(f"{self._algorithm} signs; for keys use RSA-OAEP-256")
        try:
            return operation(self._algorithm, self._pem(), data)
        except _native.NativeError as refusal:
            raise JWEError(str(refusal)) from None
