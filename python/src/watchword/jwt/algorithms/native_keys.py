"""RSA, ECDSA and EdDSA where the package `cryptography` is not installed: keys are `watchword._native.Key` objects,
each bound to one algorithm."""

import hashlib
import json
from typing import Any, ClassVar

from ... import _native
from ..exceptions import InvalidKeyError, UnreadableKeyError
from ..types import HashlibHash, JWKDict
from ..utils import force_bytes
from .base import Algorithm
from .jwk_text import read_jwk, write_jwk
from .ssh_text import jwk_of_ssh_key

_KEY_MEMBERS = ("kty", "crv", "n", "e", "x", "y", "d", "p", "q", "dp", "dq", "qi")
_CURVE_OF_ALGORITHM = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "ES256K": "secp256k1"}


class KeyAlgorithm(Algorithm):
    """What the three families have in common."""

    name: str
    """The `alg` that keys are bound to."""

    def prepare_key(self, key: Any) -> _native.Key:
        if isinstance(key, _native.Key):
            return _bound(key, self.name)
        if not isinstance(key, (bytes, str)):
            raise TypeError("Expecting a PEM-formatted key.")
        data = force_bytes(key)
        if data.startswith((b"ssh-", b"ecdsa-sha2-")):
            return _from_members(jwk_of_ssh_key(data), self.name)
        if b"-----BEGIN CERTIFICATE" in data:
            raise UnreadableKeyError("Could not parse the provided public key.")
        try:
            return _native.Key.from_pem(self.name, data)
        except _native.NativeError as error:
            raise _key_error(error, "Could not parse the provided public key.") from None

    def sign(self, msg: bytes, key: _native.Key) -> bytes:
        return _bound(key, self.name).sign(force_bytes(msg))

    def verify(self, msg: bytes, key: _native.Key, sig: bytes) -> bool:
        return _bound(key, self.name).verify(force_bytes(msg), force_bytes(sig))

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:
        if not isinstance(key_obj, _native.Key):
            raise InvalidKeyError("Not a public or private key")
        members = _members(key_obj)
        if key_obj.kind == "RSA":
            members["key_ops"] = ["sign"] if key_obj.is_private else ["verify"]
        return write_jwk(members, as_dict)


class RSAAlgorithm(KeyAlgorithm):
    """RS256, RS384 and RS512."""

    SHA256: ClassVar[HashlibHash] = hashlib.sha256
    SHA384: ClassVar[HashlibHash] = hashlib.sha384
    SHA512: ClassVar[HashlibHash] = hashlib.sha512
    _prefix = "RS"

    def __init__(self, hash_alg: HashlibHash) -> None:
        self.hash_alg = hash_alg
        self.name = f"{self._prefix}{hash_alg().digest_size * 8}"

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> _native.Key:
        members = _of_type(jwk, "RSA", "Not an RSA key")
        if "oth" in members:
            raise InvalidKeyError("Unsupported RSA private key: > 2 primes not supported")
        return _from_members(members, "RS256")


class RSAPSSAlgorithm(RSAAlgorithm):
    """PS256, PS384 and PS512."""

    _prefix = "PS"


class ECAlgorithm(KeyAlgorithm):
    """ES256, ES384, ES512 and ES256K."""

    SHA256: ClassVar[HashlibHash] = hashlib.sha256
    SHA384: ClassVar[HashlibHash] = hashlib.sha384
    SHA512: ClassVar[HashlibHash] = hashlib.sha512

    def __init__(self, hash_alg: HashlibHash, expected_curve: str | None = None) -> None:
        """`expected_curve` as JOSE names it; by default the one that goes with the hash (RFC 7518 section 3.4)."""
        self.hash_alg = hash_alg
        by_hash = {32: "P-256", 48: "P-384", 64: "P-521"}
        self.expected_curve = expected_curve or by_hash[hash_alg().digest_size]
        self.name = next(name for name, curve in _CURVE_OF_ALGORITHM.items() if curve == self.expected_curve)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> _native.Key:
        members = _of_type(jwk, "EC", "Not an Elliptic curve key")
        for name, curve in _CURVE_OF_ALGORITHM.items():
            if members.get("crv") == curve:
                return _from_members(members, name)
        raise InvalidKeyError(f"Invalid curve: {members.get('crv')}")


class OKPAlgorithm(KeyAlgorithm):
    """EdDSA on Ed25519 and Ed448."""

    name = "EdDSA"

    def __init__(self, **kwargs: Any) -> None:
        pass

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> _native.Key:
        return _from_members(_of_type(jwk, "OKP", "Not an Octet Key Pair"), "EdDSA")


def _of_type(jwk: str | JWKDict, kty: str, complaint: str) -> JWKDict:
    members = read_jwk(jwk)
    if members.get("kty") != kty:
        raise InvalidKeyError(complaint)
    return members


def _from_members(members: JWKDict, algorithm: str) -> _native.Key:
    """Only what makes the key: what it may be used for (use, key_ops, alg) is the caller's to judge."""
    bare = {name: members[name] for name in _KEY_MEMBERS if name in members}
    try:
        return _native.Key.from_jwk(json.dumps(bare), algorithm)
    except _native.NativeError as error:
        raise _key_error(error, f"Invalid key: {error}") from None


def _members(key: _native.Key) -> JWKDict:
    text = key.private_jwk_in_the_clear() if key.is_private else key.public_jwk()
    members = json.loads(text)
    return {name: members[name] for name in _KEY_MEMBERS if name in members}


def _bound(key: _native.Key, algorithm: str) -> _native.Key:
    """The same key for `algorithm`: RSA keys serve several."""
    return key if key.algorithm == algorithm else _from_members(_members(key), algorithm)


def _key_error(error: _native.NativeError, text: str) -> InvalidKeyError:
    if error.code == "weak_key":
        return InvalidKeyError(f"The key is too weak: {error}. Install `cryptography` if it cannot be replaced yet.")
    return UnreadableKeyError(text)
