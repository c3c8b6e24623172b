"""JSON Web Keys and Key Sets (RFC 7517)."""

import json
import time
from collections.abc import Iterator
from typing import Any

from .. import _native
from .algorithms import Algorithm, get_default_algorithms, has_crypto, requires_cryptography
from .exceptions import InvalidKeyError, PyJWKError, PyJWKSetError, PyJWTError
from .types import JWKDict

__all__ = ["PyJWK", "PyJWKSet", "PyJWTSetWithTimestamp", "has_crypto", "requires_cryptography"]

_ALGORITHM_OF_CURVE = {
    "EC": {"": "ES256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "secp256k1": "ES256K"},
    "OKP": {"Ed25519": "EdDSA"},
}
_ALGORITHM_OF_TYPE = {"RSA": "RS256", "oct": "HS256"}
_KINDS = {*_ALGORITHM_OF_CURVE, *_ALGORITHM_OF_TYPE}
_ALGORITHMS = get_default_algorithms()


class PyJWK:
    """One key, bound to one algorithm: the one that is given, or the JWK's `alg`, or what follows from its type.

    InvalidKeyError for a key that is not usable, PyJWKError for an algorithm that is not known."""

    def __init__(self, jwk_data: JWKDict, algorithm: str | None = None) -> None:
        if not isinstance(jwk_data, dict):
            raise InvalidKeyError("A JWK is a JSON object (RFC 7517 section 4)")
        self._jwk_data = jwk_data
        self.algorithm_name: str = algorithm or _algorithm_of(jwk_data)
        if not isinstance(self.algorithm_name, str) or self.algorithm_name not in _ALGORITHMS:
            raise PyJWKError(f"Unable to find an algorithm for key: {_shown(jwk_data)}")
        self.Algorithm: Algorithm = _ALGORITHMS[self.algorithm_name]
        try:
            self.key = self.Algorithm.from_jwk(jwk_data)
        except (TypeError, ValueError) as error:
            raise InvalidKeyError(f"Unable to construct key from JWK: {error}") from error
        self._check_with_the_core()

    @staticmethod
    def from_dict(obj: JWKDict, algorithm: str | None = None) -> "PyJWK":
        """The key of a JWK that has been parsed."""
        return PyJWK(obj, algorithm)

    @staticmethod
    def from_json(data: str, algorithm: str | None = None) -> "PyJWK":
        """The key of a JWK in JSON."""
        return PyJWK(json.loads(data), algorithm)

    def _check_with_the_core(self) -> None:
        """Refuses what is no sound key: RSA that is known to be factored, a certificate of another key, doubtful
        points. That a key is short, or meant for something else, is told where it is used."""
        if not isinstance(self._jwk_data.get("kid", ""), str):
            raise InvalidKeyError("kid must be a string (RFC 7517 section 4.5)")
        try:
            _native.Key.from_jwk(json.dumps({**self._jwk_data, "alg": self.algorithm_name}))
        except RecursionError:
            raise InvalidKeyError("Unable to construct key from JWK: it is nested too deeply") from None
        except _native.NativeError as error:
            is_only_short = error.code == "weak_key" and self.Algorithm.check_key_length(self.key)
            if error.code in ("invalid_key", "weak_key") and not is_only_short:
                raise InvalidKeyError(f"Unable to construct key from JWK: {error}") from error

    @property
    def key_type(self) -> str | None:
        """`kty`."""
        return self._jwk_data.get("kty")

    @property
    def key_id(self) -> str | None:
        """`kid`."""
        return self._jwk_data.get("kid")

    @property
    def is_for_signatures(self) -> bool:
        """Whether `use` allows to verify with it (RFC 7517 section 4.2)."""
        return self.public_key_use in ("sig", None)

    @property
    def public_key_use(self) -> str | None:
        """`use`: "sig", "enc" or None."""
        return self._jwk_data.get("use")


class PyJWKSet:
    """The keys of a set that are usable; the others are skipped (RFC 7517 section 5). PyJWKSetError if none is."""

    def __init__(self, keys: list[JWKDict]) -> None:
        if not keys:
            raise PyJWKSetError("The JWK Set did not contain any keys")
        if not isinstance(keys, list):
            raise PyJWKSetError("Invalid JWK Set value")
        self.keys: list[PyJWK] = []
        for jwk in keys:
            try:
                self.keys.append(PyJWK(jwk))
            except PyJWTError:
                continue
        if not self.keys:
            raise PyJWKSetError(
                "The JWK Set did not contain any usable keys. Perhaps 'cryptography' is not installed?"
                if not has_crypto
                else "The JWK Set did not contain any usable keys."
            )

    @staticmethod
    def from_dict(obj: dict[str, Any]) -> "PyJWKSet":
        """The keys of a set that has been parsed."""
        if not isinstance(obj, dict):
            raise PyJWKSetError("Invalid JWK Set value")
        return PyJWKSet(obj.get("keys", []))

    @staticmethod
    def from_json(data: str) -> "PyJWKSet":
        """The keys of a set in JSON."""
        return PyJWKSet.from_dict(json.loads(data))

    def __getitem__(self, kid: str) -> PyJWK:
        for key in self.keys:
            if key.key_id == kid:
                return key
        raise KeyError(f"keyset has no key for kid: {kid}")

    def __iter__(self) -> Iterator[PyJWK]:
        return iter(self.keys)


class PyJWTSetWithTimestamp:
    """A set, and when it came, on the monotonic clock."""

    def __init__(self, jwk_set: PyJWKSet) -> None:
        self.jwk_set = jwk_set
        self.timestamp = time.monotonic()

    def get_jwk_set(self) -> PyJWKSet:
        return self.jwk_set

    def get_timestamp(self) -> float:
        return self.timestamp


def _algorithm_of(jwk: JWKDict) -> str:
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if not kty:
        raise InvalidKeyError(f"kty is not found: {_shown(jwk)}")
    if algorithm := jwk.get("alg"):
        return str(algorithm)
    if not isinstance(kty, str) or kty not in _KINDS:
        raise InvalidKeyError(f"Unsupported kty: {kty}")
    if kty in _ALGORITHM_OF_TYPE:
        return _ALGORITHM_OF_TYPE[kty]
    if kty == "OKP" and not crv:
        raise InvalidKeyError(f"crv is not found: {_shown(jwk)}")
    if not isinstance(crv, (str, type(None))) or (crv or "") not in _ALGORITHM_OF_CURVE[kty]:
        raise InvalidKeyError(f"Unsupported crv: {crv}")
    return _ALGORITHM_OF_CURVE[kty][crv or ""]


def _shown(jwk: JWKDict) -> dict[str, Any]:
    """What may stand in an error: the key is none of it."""
    return {name: jwk[name] for name in ("kty", "crv", "alg", "use", "kid") if name in jwk}
