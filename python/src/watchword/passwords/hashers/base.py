"""What a hasher is, and one over any scheme."""

from __future__ import annotations

from typing import Protocol

from watchword.passwords.core import Encoded, Password, hash_text, password_bytes
from watchword.passwords.exceptions import InvalidHashError
from watchword.passwords.schemes import Scheme


class HasherProtocol(Protocol):
    """What `PasswordHash` wants of a hasher."""

    def identify(self, hash: Encoded) -> bool: ...

    def hash(self, password: Password, *, salt: bytes | None = None) -> str: ...

    def verify(self, password: Password, hash: Encoded) -> bool: ...

    def check_needs_rehash(self, hash: Encoded) -> bool: ...


class SchemeHasher:
    """A hasher over any scheme: `SchemeHasher(schemes.pbkdf2_sha256)`."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def identify(self, hash: Encoded) -> bool:
        """Whether this is a well-formed hash of the scheme."""
        return self.scheme.pattern.fullmatch(hash_text(hash)) is not None

    def hash(self, password: Password, *, salt: bytes | None = None) -> str:
        """A new hash under a random salt. Give one only to compare with another implementation."""
        secret = password_bytes(password)
        return self.scheme.write(secret, self.scheme.new_salt() if salt is None else self.spell_salt(salt))

    def verify(self, password: Password, hash: Encoded) -> bool:
        """Whether the password belongs to the hash; False for a hash that is damaged."""
        try:
            return self.scheme.verify(password, hash)
        except InvalidHashError:
            return False

    def check_needs_rehash(self, hash: Encoded) -> bool:
        """Whether the hash is not one that would be written today."""
        return not self.identify(hash) or self.scheme.needs_update(hash)

    def spell_salt(self, salt: bytes) -> str:
        """A given salt as the scheme spells it."""
        raise TypeError(f"{self.scheme.name} makes its own salt")
