"""The classes of keys. There is one backend, the core."""

from __future__ import annotations

from watchword.jose.backends.native import AESKey, DIRKey, ECKey, HMACKey, RSAKey, get_random_bytes

__all__ = ["AESKey", "DIRKey", "ECKey", "HMACKey", "RSAKey", "get_random_bytes"]
