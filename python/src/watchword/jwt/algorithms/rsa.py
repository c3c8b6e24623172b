"""RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 sections 3.3 and 3.5), with the key objects of `cryptography`."""

from typing import Any, ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicKey,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
    rsa_recover_prime_factors,
)

from ..exceptions import InvalidKeyError, UnreadableKeyError
from ..types import JWKDict
from ..utils import to_base64url_uint
from .base import Algorithm
from .jwk_text import number, read_jwk, write_jwk
from .key_text import read_key

_CRT_MEMBERS = ("p", "q", "dp", "dq", "qi")


class RSAAlgorithm(Algorithm):
    """RS256, RS384 and RS512."""

    SHA256: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA256
    SHA384: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA384
    SHA512: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA512

    _crypto_key_types = (RSAPrivateKey, RSAPublicKey)
    _MIN_KEY_SIZE: ClassVar[int] = 2048

    def __init__(self, hash_alg: type[hashes.HashAlgorithm]) -> None:
        self.hash_alg = hash_alg

    def check_key_length(self, key: RSAPrivateKey | RSAPublicKey) -> str | None:
        if key.key_size >= self._MIN_KEY_SIZE:
            return None
        return (
            f"The RSA key is {key.key_size} bits long, which is below the minimum recommended size of "
            f"{self._MIN_KEY_SIZE} bits. See NIST SP 800-131A."
        )

    def prepare_key(self, key: Any) -> Any:
        if isinstance(key, self._crypto_key_types):
            return key
        loaded = read_key(key)
        self.check_crypto_key_type(loaded)
        return loaded

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:
        if isinstance(key_obj, RSAPrivateKey):
            return write_jwk(_private_members(key_obj.private_numbers()), as_dict)
        if isinstance(key_obj, RSAPublicKey):
            members = _public_members(key_obj.public_numbers())
            return write_jwk({"kty": "RSA", "key_ops": ["verify"], **members}, as_dict)
        raise InvalidKeyError("Not a public or private key")

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        members = read_jwk(jwk)
        if members.get("kty") != "RSA":
            raise InvalidKeyError("Not an RSA key")
        if "n" not in members or "e" not in members:
            raise InvalidKeyError("Not a public or private key")
        try:
            return _private_key(members) if "d" in members else _public_numbers(members).public_key()
        except (ValueError, OverflowError) as error:
            raise UnreadableKeyError(f"Invalid RSA key: {error}") from error

    def _padding(self) -> padding.AsymmetricPadding:
        return padding.PKCS1v15()

    def sign(self, msg: bytes, key: RSAPrivateKey) -> bytes:
        return key.sign(msg, self._padding(), self.hash_alg())

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        public = key.public_key() if isinstance(key, RSAPrivateKey) else key
        try:
            public.verify(sig, msg, self._padding(), self.hash_alg())
        except InvalidSignature:
            return False
        return True


class RSAPSSAlgorithm(RSAAlgorithm):
    """PS256, PS384 and PS512: the salt as long as the hash."""

    def _padding(self) -> padding.AsymmetricPadding:
        return padding.PSS(mgf=padding.MGF1(self.hash_alg()), salt_length=self.hash_alg().digest_size)


def _text(value: int) -> str:
    return to_base64url_uint(value).decode()


def _public_members(numbers: RSAPublicNumbers) -> JWKDict:
    return {"n": _text(numbers.n), "e": _text(numbers.e)}


def _private_members(numbers: RSAPrivateNumbers) -> JWKDict:
    return {
        "kty": "RSA",
        "key_ops": ["sign"],
        **_public_members(numbers.public_numbers),
        "d": _text(numbers.d),
        "p": _text(numbers.p),
        "q": _text(numbers.q),
        "dp": _text(numbers.dmp1),
        "dq": _text(numbers.dmq1),
        "qi": _text(numbers.iqmp),
    }


def _public_numbers(jwk: JWKDict) -> RSAPublicNumbers:
    return RSAPublicNumbers(e=number(jwk, "e"), n=number(jwk, "n"))


def _private_key(jwk: JWKDict) -> RSAPrivateKey:
    if "oth" in jwk:
        raise InvalidKeyError("Unsupported RSA private key: > 2 primes not supported")
    present = [name in jwk for name in _CRT_MEMBERS]
    if any(present) and not all(present):
        raise InvalidKeyError("RSA key must include all parameters if any are present besides d")
    public, d = _public_numbers(jwk), number(jwk, "d")
    p, q, dp, dq, qi = _given_primes(jwk) if all(present) else _recovered_primes(public, d)
    return RSAPrivateNumbers(p=p, q=q, d=d, dmp1=dp, dmq1=dq, iqmp=qi, public_numbers=public).private_key()


def _given_primes(jwk: JWKDict) -> tuple[int, ...]:
    return tuple(number(jwk, name) for name in _CRT_MEMBERS)


def _recovered_primes(public: RSAPublicNumbers, d: int) -> tuple[int, ...]:
    p, q = rsa_recover_prime_factors(public.n, public.e, d)
    return p, q, rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q)
