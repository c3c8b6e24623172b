"""What every algorithm offers; the ones of RFC 7518 section 3.1 and any that a caller adds."""

import hashlib
from abc import abstractmethod
from typing import Any, Literal, overload

from ..exceptions import InvalidKeyError
from ..hooks import AlgorithmClass, HookableAlgorithm
from ..types import JWKDict

try:
    from cryptography.hazmat.primitives import hashes

    has_crypto = True
except ModuleNotFoundError:
    has_crypto = False


class Algorithm(HookableAlgorithm, metaclass=AlgorithmClass):
    """Signs and verifies. To add one: subclass, then `register_algorithm("NAME", MyAlgorithm())`."""

    _crypto_key_types: tuple[type, ...] | None = None
    """The classes of `cryptography` that are keys of this algorithm; None where it has none."""

    def compute_hash_digest(self, bytestr: bytes) -> bytes:
        """The digest under the algorithm's own hash. NotImplementedError if it has none."""
        hash_alg = getattr(self, "hash_alg", None)
        if hash_alg is None:
            raise NotImplementedError
        if has_crypto and isinstance(hash_alg, type) and issubclass(hash_alg, hashes.HashAlgorithm):
            hash_alg = getattr(hashlib, str(hash_alg.name))
        return bytes(hash_alg(bytestr).digest())

    def check_crypto_key_type(self, key: Any) -> None:
        """InvalidKeyError for a key of another family. ValueError if this algorithm has no keys of `cryptography`."""
        if not has_crypto or self._crypto_key_types is None:
            raise ValueError(
                "This method requires the cryptography library, and should only be used by cryptography-based "
                "algorithms."
            )
        if not isinstance(key, self._crypto_key_types):
            expected = ", ".join(cls.__name__ for cls in self._crypto_key_types)
            raise InvalidKeyError(
                f"Expected one of {expected}, got: {type(key).__name__}. Invalid Key type for {type(self).__name__}"
            )

    @abstractmethod
    def prepare_key(self, key: Any) -> Any:
        """The key as sign() and verify() want it, read and checked. InvalidKeyError."""

    @abstractmethod
    def sign(self, msg: bytes, key: Any) -> bytes:
        """The signature in JOSE form."""

    @abstractmethod
    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Whether `sig` is genuine."""

    @overload
    @staticmethod
    @abstractmethod
    def to_jwk(key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...

    @overload
    @staticmethod
    @abstractmethod
    def to_jwk(key_obj: Any, as_dict: Literal[False] = False) -> str: ...

    @staticmethod
    @abstractmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """The key as JWK: JSON text, or a dict."""

    @staticmethod
    @abstractmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        """The key of a JWK. InvalidKeyError."""

    def check_key_length(self, key: Any) -> str | None:
        """What to say about a key that is too short; None for any other."""
        return None
