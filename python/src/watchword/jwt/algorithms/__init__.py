"""The signature algorithms (RFC 7518 section 3.1, RFC 8037, RFC 8812).

With the package `cryptography`, keys are its key objects; without it they are `watchword._native.Key` objects, and all
else is the same."""

from typing import Any

from ..hooks import keep_as_made
from .base import Algorithm, has_crypto
from .none import NoneAlgorithm
from .shared_secret import HMACAlgorithm

if has_crypto:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256K1, SECP256R1, SECP384R1, SECP521R1

    from .crypto_types import (
        AllowedECKeys,
        AllowedKeys,
        AllowedOKPKeys,
        AllowedPrivateKeys,
        AllowedPublicKeys,
        AllowedRSAKeys,
    )
    from .edwards import OKPAlgorithm
    from .elliptic_curve import ECAlgorithm
    from .rsa import RSAAlgorithm, RSAPSSAlgorithm
else:
    from ..._native import Key
    from .native_keys import ECAlgorithm, OKPAlgorithm, RSAAlgorithm, RSAPSSAlgorithm  # type: ignore[assignment]

    AllowedRSAKeys = AllowedECKeys = AllowedOKPKeys = AllowedKeys = Key  # type: ignore[assignment]
    AllowedPrivateKeys = AllowedPublicKeys = Key  # type: ignore[assignment]
    SECP256R1, SECP384R1, SECP521R1 = "P-256", "P-384", "P-521"  # type: ignore[misc,assignment]
    SECP256K1 = "secp256k1"  # type: ignore[misc,assignment]

__all__ = [
    "Algorithm",
    "AllowedECKeys",
    "AllowedKeys",
    "AllowedOKPKeys",
    "AllowedPrivateKeys",
    "AllowedPublicKeys",
    "AllowedRSAKeys",
    "ECAlgorithm",
    "HMACAlgorithm",
    "NoneAlgorithm",
    "OKPAlgorithm",
    "RSAAlgorithm",
    "RSAPSSAlgorithm",
    "get_default_algorithms",
    "has_crypto",
    "requires_cryptography",
]

keep_as_made(Algorithm, ECAlgorithm, HMACAlgorithm, NoneAlgorithm, OKPAlgorithm, RSAAlgorithm, RSAPSSAlgorithm)

requires_cryptography = {
    "RS256",
    "RS384",
    "RS512",
    "ES256",
    "ES256K",
    "ES384",
    "ES521",
    "ES512",
    "PS256",
    "PS384",
    "PS512",
    "EdDSA",
}
"""The asymmetric algorithms. The name is PyJWT's: here they work without `cryptography` too."""


def get_default_algorithms() -> dict[str, Algorithm]:
    """A new dict of all algorithms by the name that `alg` has. ES521 is an old spelling of ES512."""
    curves: dict[str, tuple[Any, Any]] = {
        "ES256": (ECAlgorithm.SHA256, SECP256R1),
        "ES256K": (ECAlgorithm.SHA256, SECP256K1),
        "ES384": (ECAlgorithm.SHA384, SECP384R1),
        "ES521": (ECAlgorithm.SHA512, SECP521R1),
        "ES512": (ECAlgorithm.SHA512, SECP521R1),
    }
    return {
        "none": NoneAlgorithm(),
        "HS256": HMACAlgorithm(HMACAlgorithm.SHA256),
        "HS384": HMACAlgorithm(HMACAlgorithm.SHA384),
        "HS512": HMACAlgorithm(HMACAlgorithm.SHA512),
        "RS256": RSAAlgorithm(RSAAlgorithm.SHA256),
        "RS384": RSAAlgorithm(RSAAlgorithm.SHA384),
        "RS512": RSAAlgorithm(RSAAlgorithm.SHA512),
        **{name: ECAlgorithm(hash_alg, curve) for name, (hash_alg, curve) in curves.items()},
        "PS256": RSAPSSAlgorithm(RSAPSSAlgorithm.SHA256),
        "PS384": RSAPSSAlgorithm(RSAPSSAlgorithm.SHA384),
        "PS512": RSAPSSAlgorithm(RSAPSSAlgorithm.SHA512),
        "EdDSA": OKPAlgorithm(),
    }
