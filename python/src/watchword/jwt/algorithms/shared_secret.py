"""HMAC with SHA-2 (RFC 7518 section 3.2)."""

import hashlib
import hmac
from typing import Any, ClassVar

from ..exceptions import EmptyKeyError, InvalidKeyError
from ..types import HashlibHash, JWKDict
from ..utils import base64url_encode, force_bytes
from .base import Algorithm
from .jwk_text import octets, read_jwk, write_jwk
from .key_files import is_jwk, is_key_file


class HMACAlgorithm(Algorithm):
    """HMAC under a hash of hashlib."""

    SHA256: ClassVar[HashlibHash] = hashlib.sha256
    SHA384: ClassVar[HashlibHash] = hashlib.sha384
    SHA512: ClassVar[HashlibHash] = hashlib.sha512

    def __init__(self, hash_alg: HashlibHash) -> None:
        self.hash_alg = hash_alg

    def prepare_key(self, key: str | bytes) -> bytes:
        secret = force_bytes(key)
        if not secret:
            raise EmptyKeyError("HMAC key must not be empty. Signature verification is not possible without one.")
        if is_jwk(secret):
            raise InvalidKeyError(
                "The specified key looks like a JWK and should not be used directly as an HMAC secret. "
                "Load it via PyJWK / HMACAlgorithm.from_jwk first."
            )
        if is_key_file(secret):
            raise InvalidKeyError(
                "The specified key is an asymmetric key or x509 certificate and should not be used as an HMAC secret."
            )
        return secret

    @staticmethod
    def to_jwk(key_obj: str | bytes, as_dict: bool = False) -> Any:
        return write_jwk({"k": base64url_encode(force_bytes(key_obj)).decode(), "kty": "oct"}, as_dict)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> bytes:
        members = read_jwk(jwk)
        if members.get("kty") != "oct":
            raise InvalidKeyError("Not an HMAC key")
        secret = octets(members, "k")
        if not secret:
            raise EmptyKeyError("HMAC key must not be empty.")
        return secret

    def check_key_length(self, key: bytes) -> str | None:
        digest = self.hash_alg()
        if len(key) >= digest.digest_size:
            return None
        return (
            f"The HMAC key is {len(key)} bytes long, which is below the minimum recommended length of "
            f"{digest.digest_size} bytes for {digest.name.upper()}. See RFC 7518 Section 3.2."
        )

    def sign(self, msg: bytes, key: bytes) -> bytes:
        return hmac.new(key, msg, self.hash_alg).digest()

    def verify(self, msg: bytes, key: bytes, sig: bytes) -> bool:
        return hmac.compare_digest(sig, self.sign(msg, key))
