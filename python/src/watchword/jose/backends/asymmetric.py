"""What RSA and elliptic curve keys share."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from watchword import _native
from watchword.jose.backends.base import Key
from watchword.jose.backends.key_data import jwk_text, pem_text, refused, utf8
from watchword.jose.exceptions import JWKError

AnyKey = TypeVar("AnyKey", bound="AsymmetricKey")


class AsymmetricKey(Key):
    """A private or public key. `prepared_key` is the key of the core."""

    kty: ClassVar[str]
    algorithms: ClassVar[frozenset[str]]
    members: ClassVar[tuple[str, ...]]
    """Of a JWK, in the order in which `to_dict` has them."""

    def __init__(self, key: Any, algorithm: str) -> None:
        if algorithm not in self.algorithms:
            raise JWKError(f"{algorithm} is not an algorithm of {self.kty} keys")
        super().__init__(key, algorithm)
        try:
            self.prepared_key = self._prepare(key)
        except _native.NativeError as refusal:
            raise refused(refusal) from None
        if self.prepared_key.kind != self.kty:
            raise JWKError(f"The key is of the type {self.prepared_key.kind}, not {self.kty}.")

    def is_public(self) -> bool:
        """Whether there is no private part."""
        return not self.prepared_key.is_private

    def public_key(self: AnyKey) -> AnyKey:
        """The public half; a public key itself."""
        return self if self.is_public() else type(self)(self.prepared_key.public_pem(), self._algorithm)

    def sign(self, msg: bytes) -> bytes:
        """The signature in JOSE form. JWKError for a public key."""
        if not self.can_sign():
            raise JWKError(f"{self._algorithm} does not sign; use wrap_key and unwrap_key")
        try:
            return self.prepared_key.sign(msg)
        except _native.NativeError as refusal:
            raise refused(refusal) from None

    def verify(self, msg: bytes, sig: bytes) -> bool:
        """Whether the signature matches."""
        return self.can_sign() and self.prepared_key.verify(msg, sig)

    def to_pem(self, pem_format: str = "PKCS8") -> bytes:
        """PKCS#8 or, of a public key, SubjectPublicKeyInfo."""
        if pem_format != "PKCS8":
            raise ValueError(f"the format is PKCS8, not {pem_format!r}")
        return self._pem().encode("ascii")

    def to_dict(self) -> dict[str, Any]:
        """JWK; of a private key with its private part."""
        key = self.prepared_key
        jwk = json.loads(key.public_jwk() if self.is_public() else key.private_jwk_in_the_clear())
        return {"alg": self._algorithm, "kty": self.kty, **{name: jwk[name] for name in self.members if name in jwk}}

    def can_sign(self) -> bool:
        """Whether this is for signatures."""
        return True

    def native_algorithm(self) -> str:
        """The signature algorithm under which the core keeps the key."""
        return self._algorithm

    def _pem(self) -> str:
        return self.prepared_key.public_pem() if self.is_public() else self.prepared_key.private_pem_in_the_clear()

    def _prepare(self, key: Any) -> _native.Key:
        if isinstance(key, _native.Key):
            return self._bound(key)
        if isinstance(key, AsymmetricKey):
            return _for_algorithm(key.prepared_key, self.native_algorithm())
        if isinstance(key, Mapping):
            return self._from_jwk(key)
        return _from_pem(self.native_algorithm(), utf8(pem_text(key)))

    def _bound(self, key: _native.Key) -> _native.Key:
        # RFC 8725 section 3.1: a typed key stays with its algorithm.
        if key.algorithm != self.native_algorithm():
            raise JWKError(f"The key is for the algorithm {key.algorithm}, not for {self._algorithm}.")
        return key

    def _from_jwk(self, jwk: Mapping[str, Any]) -> _native.Key:
        text = jwk_text(jwk, self.kty, self._algorithm)
        if self.can_sign():
            return _native.Key.from_jwk(text, self._algorithm)
        if jwk.get("use") not in (None, "enc"):
            raise JWKError(f"The key is for signatures (use), not for {self._algorithm}.")
        bare = {name: value for name, value in json.loads(text).items() if name not in {"use", "key_ops"}}
        return _native.Key.from_jwk(json.dumps(bare), self.native_algorithm())


def _for_algorithm(key: _native.Key, algorithm: str) -> _native.Key:
    """The same key; a key of the core is bound to one algorithm."""
    if key.algorithm == algorithm:
        return key
    pem = key.private_pem_in_the_clear() if key.is_private else key.public_pem()
    return _native.Key.from_pem(algorithm, pem)


@functools.lru_cache(maxsize=128)
def _from_pem(algorithm: str, text: bytes) -> _native.Key:
    """Parsing a key takes longer than using it."""
    return _native.Key.from_pem(algorithm, text)
