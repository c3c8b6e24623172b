"""ECDSA (RFC 7518 section 3.4, RFC 8812), with the key objects of `cryptography`."""

from typing import Any, ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256K1,
    SECP256R1,
    SECP384R1,
    SECP521R1,
    EllipticCurve,
    EllipticCurvePrivateKey,
    EllipticCurvePrivateNumbers,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)

from ..exceptions import InvalidKeyError, UnreadableKeyError
from ..types import JWKDict
from ..utils import der_to_raw_signature, raw_to_der_signature, to_base64url_uint
from .base import Algorithm
from .jwk_text import octets, read_jwk, write_jwk
from .key_text import read_key

_CURVES: dict[str, EllipticCurve] = {
    "P-256": SECP256R1(),
    "P-384": SECP384R1(),
    "P-521": SECP521R1(),
    "secp256k1": SECP256K1(),
}


class ECAlgorithm(Algorithm):
    """ES256, ES384, ES512 and ES256K: each with one curve."""

    SHA256: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA256
    SHA384: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA384
    SHA512: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA512

    _crypto_key_types = (EllipticCurvePrivateKey, EllipticCurvePublicKey)

    def __init__(
        self, hash_alg: type[hashes.HashAlgorithm], expected_curve: type[EllipticCurve] | None = None
    ) -> None:
        self.hash_alg = hash_alg
        self.expected_curve = expected_curve

    def _validate_curve(self, key: Any) -> None:
        if self.expected_curve is not None and not isinstance(key.curve, self.expected_curve):
            raise InvalidKeyError(
                f"The key's curve '{key.curve.name}' does not match the expected curve "
                f"'{self.expected_curve.name}' for this algorithm"
            )

    def prepare_key(self, key: Any) -> Any:
        prepared = key
        if not isinstance(key, self._crypto_key_types):
            prepared = read_key(key)
            self.check_crypto_key_type(prepared)
        self._validate_curve(prepared)
        return prepared

    def sign(self, msg: bytes, key: EllipticCurvePrivateKey) -> bytes:
        return der_to_raw_signature(key.sign(msg, ECDSA(self.hash_alg())), key.curve)

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        public = key.public_key() if isinstance(key, EllipticCurvePrivateKey) else key
        try:
            public.verify(raw_to_der_signature(sig, key.curve), msg, ECDSA(self.hash_alg()))
        except (InvalidSignature, ValueError):
            return False
        return True

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:
        if not isinstance(key_obj, (EllipticCurvePrivateKey, EllipticCurvePublicKey)):
            raise InvalidKeyError("Not a public or private key")
        public = key_obj.public_key() if isinstance(key_obj, EllipticCurvePrivateKey) else key_obj
        point = public.public_numbers()
        bits = key_obj.curve.key_size
        members = {
            "kty": "EC",
            "crv": _curve_name(key_obj.curve),
            "x": to_base64url_uint(point.x, bit_length=bits).decode(),
            "y": to_base64url_uint(point.y, bit_length=bits).decode(),
        }
        if isinstance(key_obj, EllipticCurvePrivateKey):
            d = key_obj.private_numbers().private_value
            members["d"] = to_base64url_uint(d, bit_length=bits).decode()
        return write_jwk(members, as_dict)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        members = read_jwk(jwk)
        if members.get("kty") != "EC" or "x" not in members or "y" not in members:
            raise InvalidKeyError("Not an Elliptic curve key")
        curve = _curve(members.get("crv"))
        point = EllipticCurvePublicNumbers(
            _coordinate(members, "x", curve), _coordinate(members, "y", curve), curve
        )
        try:
            if "d" not in members:
                return point.public_key()
            return EllipticCurvePrivateNumbers(_coordinate(members, "d", curve), point).private_key()
        except ValueError as error:
            raise UnreadableKeyError(f"Invalid Elliptic curve key: {error}") from error


def _curve(name: Any) -> EllipticCurve:
    if not isinstance(name, str) or name not in _CURVES:
        raise InvalidKeyError(f"Invalid curve: {name}")
    return _CURVES[name]


def _curve_name(curve: EllipticCurve) -> str:
    for name, known in _CURVES.items():
        if known.name == curve.name:
            return name
    raise InvalidKeyError(f"Invalid curve: {curve}")


def _coordinate(jwk: JWKDict, name: str, curve: EllipticCurve) -> int:
    value, size = octets(jwk, name), (curve.key_size + 7) // 8
    if len(value) != size:
        raise InvalidKeyError(f'The parameter "{name}" should be {size} bytes for curve {jwk["crv"]}')
    return int.from_bytes(value, "big")
