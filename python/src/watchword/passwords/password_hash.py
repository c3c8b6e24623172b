"""`PasswordHash` as pwdlib has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from watchword.passwords.core import Encoded, Password, hash_text, password_bytes
from watchword.passwords.exceptions import UnknownHashError
from watchword.passwords.hashers import Argon2Hasher, HasherProtocol

Self = TypeVar("Self", bound="PasswordHash")


class PasswordHash:
    """Writes with the first hasher, reads with all.

    password_hash = PasswordHash.recommended()
    password_hash = PasswordHash((Argon2Hasher(), BcryptHasher()))
    """

    def __init__(self, hashers: Sequence[HasherProtocol]) -> None:
        if not hashers:
            raise ValueError("name at least one hasher, or use PasswordHash.recommended()")
        self.hashers = hashers
        self.current_hasher = hashers[0]

    @classmethod
    def recommended(cls: type[Self]) -> Self:
        """Argon2id."""
        return cls((Argon2Hasher(),))

    def hash(self, password: Password, *, salt: bytes | None = None) -> str:
        """A new hash to store, under a random salt unless one is given."""
        return self.current_hasher.hash(password, salt=salt)

    def verify(self, password: Password, hash: Encoded) -> bool:
        """Whether the password belongs to the hash. UnknownHashError if no hasher knows its format."""
        return self._hasher_of(password, hash).verify(password, hash)

    def verify_and_update(self, password: Password, hash: Encoded) -> tuple[bool, str | None]:
        """Whether they belong together and, if so and the hash is outdated, a new one to store."""
        hasher = self._hasher_of(password, hash)
        if not hasher.verify(password, hash):
            return False, None
        outdated = hasher is not self.current_hasher or hasher.check_needs_rehash(hash)
        return True, self.current_hasher.hash(password) if outdated else None

    def _hasher_of(self, password: Password, hash: Encoded) -> HasherProtocol:
        password_bytes(password)
        hash_text(hash)
        for hasher in self.hashers:
            if hasher.identify(hash):
                return hasher
        raise UnknownHashError
