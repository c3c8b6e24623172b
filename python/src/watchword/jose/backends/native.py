"""The keys of Watchword's core."""

from __future__ import annotations

import os

from watchword.jose.backends.ec import ECKey
from watchword.jose.backends.rsa import RSAKey
from watchword.jose.backends.symmetric import AESKey, DIRKey, HMACKey


def get_random_bytes(num_bytes: int) -> bytes:
    """Unpredictable bytes."""
    return os.urandom(num_bytes)


__all__ = ["AESKey", "DIRKey", "ECKey", "HMACKey", "RSAKey", "get_random_bytes"]
