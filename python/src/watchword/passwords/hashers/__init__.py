"""pwdlib's hashers, for `PasswordHash`."""

from __future__ import annotations

from watchword.passwords.hashers.argon2 import Argon2Hasher
from watchword.passwords.hashers.base import HasherProtocol, SchemeHasher
from watchword.passwords.hashers.bcrypt import BcryptHasher

__all__ = ["Argon2Hasher", "BcryptHasher", "HasherProtocol", "SchemeHasher"]
