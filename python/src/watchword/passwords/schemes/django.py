"""What Django stores with other libraries' schemes: their strings after a prefix."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar

from watchword.passwords.schemes.argon2_phc import Argon2
from watchword.passwords.schemes.crypt3 import BCRYPT_PATTERN, Bcrypt


@dataclass(frozen=True)
class DjangoBcrypt(Bcrypt):
    """`bcrypt$$2b$12$...`."""

    name: ClassVar[str] = "django_bcrypt"
    prefixes: ClassVar[tuple[str, ...]] = ("bcrypt$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"bcrypt\$" + BCRYPT_PATTERN)

    def head(self) -> str:
        """`bcrypt$$2b$12$`."""
        return self.prefixes[0] + super().head()


@dataclass(frozen=True)
class DjangoBcryptSha256(DjangoBcrypt):
    """`bcrypt_sha256$$2b$12$...`: bcrypt of SHA-256 in hexadecimal, for passwords of any length."""

    name: ClassVar[str] = "django_bcrypt_sha256"
    prefixes: ClassVar[tuple[str, ...]] = ("bcrypt_sha256$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"bcrypt_sha256\$" + BCRYPT_PATTERN)

    def digest(self, password: bytes, salt: str) -> str:
        """Of the hash of the password."""
        return super().digest(hashlib.sha256(password).hexdigest().encode("ascii"), salt)


@dataclass(frozen=True)
class DjangoArgon2(Argon2):
    """`argon2$argon2id$v=19$...`."""

    name: ClassVar[str] = "django_argon2"
    prefixes: ClassVar[tuple[str, ...]] = ("argon2$argon2",)
    pattern: ClassVar[re.Pattern[str]] = re.compile("argon2" + Argon2.pattern.pattern)

    def head(self) -> str:
        """`argon2$argon2id$v=19$m=19456,t=2,p=1$`."""
        return "argon2" + super().head()
