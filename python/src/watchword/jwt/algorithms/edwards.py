"""EdDSA on Ed25519 and Ed448 (RFC 8037), with the key objects of `cryptography`."""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey, Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ..exceptions import InvalidKeyError, UnreadableKeyError
from ..types import JWKDict
from ..utils import base64url_encode, force_bytes
from .base import Algorithm
from .jwk_text import octets, read_jwk, write_jwk
from .key_text import read_key

_PRIVATE: dict[str, Any] = {"Ed25519": Ed25519PrivateKey, "Ed448": Ed448PrivateKey}
_PUBLIC: dict[str, Any] = {"Ed25519": Ed25519PublicKey, "Ed448": Ed448PublicKey}
_MARKS = (b"-----BEGIN PUBLIC", b"-----BEGIN PRIVATE")


class OKPAlgorithm(Algorithm):
    """EdDSA: the key says which of its two curves."""

    _crypto_key_types = (Ed25519PrivateKey, Ed25519PublicKey, Ed448PrivateKey, Ed448PublicKey)

    def __init__(self, **kwargs: Any) -> None:
        pass

    def prepare_key(self, key: Any) -> Any:
        prepared = key
        if isinstance(key, (str, bytes)):
            data = force_bytes(key)
            if not data.startswith(b"ssh-") and not any(mark in data for mark in _MARKS):
                raise InvalidKeyError("Not a public or private key")
            prepared = read_key(data)
        self.check_crypto_key_type(prepared)
        return prepared

    def sign(self, msg: str | bytes, key: Ed25519PrivateKey | Ed448PrivateKey) -> bytes:
        return key.sign(force_bytes(msg))

    def verify(self, msg: str | bytes, key: Any, sig: str | bytes) -> bool:
        public = key.public_key() if isinstance(key, (Ed25519PrivateKey, Ed448PrivateKey)) else key
        try:
            public.verify(force_bytes(sig), force_bytes(msg))
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def to_jwk(key: Any, as_dict: bool = False) -> Any:
        for curve in _PUBLIC:
            if isinstance(key, _PUBLIC[curve]):
                return write_jwk({"x": _public_octets(key), "kty": "OKP", "crv": curve}, as_dict)
            if isinstance(key, _PRIVATE[curve]):
                d = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
                x = _public_octets(key.public_key())
                return write_jwk({"x": x, "d": base64url_encode(d).decode(), "kty": "OKP", "crv": curve}, as_dict)
        raise InvalidKeyError("Not a public or private key")

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        members = read_jwk(jwk)
        if members.get("kty") != "OKP":
            raise InvalidKeyError("Not an Octet Key Pair")
        curve = members.get("crv")
        if not isinstance(curve, str) or curve not in _PUBLIC:
            raise InvalidKeyError(f"Invalid curve: {curve}")
        if "x" not in members:
            raise InvalidKeyError('OKP should have "x" parameter')
        x = octets(members, "x")
        try:
            if "d" not in members:
                return _PUBLIC[curve].from_public_bytes(x)
            private = _PRIVATE[curve].from_private_bytes(octets(members, "d"))
        except ValueError as error:
            raise UnreadableKeyError("Invalid key parameter") from error
        if private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) != x:
            raise InvalidKeyError("Public key does not match private key")
        return private


def _public_octets(key: Any) -> str:
    return base64url_encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
