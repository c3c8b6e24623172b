"""Elliptic curve keys."""

from __future__ import annotations

from typing import ClassVar

from watchword.jose.backends.asymmetric import AsymmetricKey
from watchword.jose.constants import ALGORITHMS


class ECKey(AsymmetricKey):
    """For ES256, ES384 or ES512, each with its own curve (RFC 7518 section 3.4)."""

    kty: ClassVar[str] = "EC"
    algorithms: ClassVar[frozenset[str]] = frozenset(ALGORITHMS.EC_DS)
    members: ClassVar[tuple[str, ...]] = ("crv", "x", "y", "d")
