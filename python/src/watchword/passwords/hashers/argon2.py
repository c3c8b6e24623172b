"""Argon2."""

from __future__ import annotations

from typing import Any

from watchword.passwords.hashers.base import SchemeHasher
from watchword.passwords.schemes import argon2
from watchword.passwords.schemes.text import base64_unpadded


class Argon2Hasher(SchemeHasher):
    """Argon2id with OWASP's first choice of parameters, unless told otherwise. `memory_cost` is in KiB."""

    def __init__(
        self,
        time_cost: int = argon2.rounds,
        memory_cost: int = argon2.memory_cost,
        parallelism: int = argon2.parallelism,
        hash_len: int = argon2.digest_size,
        salt_len: int = argon2.salt_size,
        type: Any = argon2.type,
    ) -> None:
        # Not `time_cost`, which would ask for a rehash of hashes that took more passes.
        super().__init__(
            argon2.using(
                default_rounds=time_cost,
                memory_cost=memory_cost,
                parallelism=parallelism,
                hash_len=hash_len,
                salt_len=salt_len,
                type=type,
            )
        )

    def spell_salt(self, salt: bytes) -> str:
        """As PHC strings do."""
        return base64_unpadded(salt)
