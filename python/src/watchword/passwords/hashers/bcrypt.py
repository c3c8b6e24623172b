"""Bcrypt."""

from __future__ import annotations

from watchword.passwords.core import hash_text
from watchword.passwords.hashers.base import SchemeHasher
from watchword.passwords.schemes import bcrypt


class BcryptHasher(SchemeHasher):
    """Bcrypt with 2^`rounds` rounds. Passwords of more than 72 bytes are errors."""

    def __init__(self, rounds: int = bcrypt.rounds, prefix: str = bcrypt.ident) -> None:
        scheme = bcrypt.using(rounds=rounds, ident=prefix)
        super().__init__(scheme)
        self.prefix = scheme.ident

    def check_needs_rehash(self, hash: str | bytes) -> bool:
        """Another cost, or another prefix."""
        return super().check_needs_rehash(hash) or self.scheme.parameters(hash_text(hash))["ident"] != self.prefix

    def spell_salt(self, salt: bytes) -> str:
        """As `bcrypt.gensalt` makes it: `$2b$12$` and 22 characters."""
        head, text = self.scheme.head(), salt.decode("ascii")
        if not text.startswith(head) or len(text) != len(head) + 22:
            raise ValueError(f"the salt of bcrypt is {head} and 22 characters")
        return text[len(head) :]
