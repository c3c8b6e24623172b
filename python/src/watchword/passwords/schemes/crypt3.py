"""What crypt(3) writes: bcrypt and SHA-crypt."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import ClassVar

from watchword.passwords import core
from watchword.passwords.schemes.base import RoundsScheme
from watchword.passwords.schemes.text import base64_bcrypt, random_alphanumeric

BCRYPT_PATTERN = r"\$(?P<ident>2[aby])\$(?P<rounds>\d\d)\$(?P<salt>[./A-Za-z0-9]{22})[./A-Za-z0-9]{31}"


@dataclass(frozen=True)
class Bcrypt(RoundsScheme):
    """`$2b$12$...`. Passwords of more than 72 bytes and passwords with NUL are errors, never cut off."""

    name: ClassVar[str] = "bcrypt"
    prefixes: ClassVar[tuple[str, ...]] = ("$2a$", "$2b$", "$2y$")
    pattern: ClassVar[re.Pattern[str]] = re.compile(BCRYPT_PATTERN)
    lowest: ClassVar[int] = 4
    highest: ClassVar[int] = 16

    rounds: int = 12
    ident: str = "2b"

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "ident", self.ident.strip("$"))
        if self.ident not in {"2a", "2b", "2y"}:
            raise ValueError(f"the ident of bcrypt is 2b (or 2a or 2y for old readers), not {self.ident!r}")

    def head(self) -> str:
        """`$2b$12$`."""
        return f"${self.ident}${self.rounds:02}$"

    def separator(self) -> str:
        """Salt and digest stand next to each other."""
        return ""

    def new_salt(self) -> str:
        """128 bits."""
        return base64_bcrypt(secrets.token_bytes(16))

    def digest(self, password: bytes, salt: str) -> str:
        """31 characters."""
        return core.crypt(password, f"${self.ident}${self.rounds:02}${salt}")[-31:]

    def blank_digest(self) -> str:
        """Zeros."""
        return "." * 31


@dataclass(frozen=True)
class ShaCrypt(RoundsScheme):
    """`$5$rounds=535000$...` and `$6$...`. Passwords up to 128 bytes, as the time of a round grows with them."""

    lowest: ClassVar[int] = 1000
    highest: ClassVar[int] = 2_000_000
    digest_size: ClassVar[int]

    def head(self) -> str:
        """`$6$rounds=656000$`."""
        return f"{self.prefixes[0]}rounds={self.rounds}$"

    def new_salt(self) -> str:
        """16 characters, the most that it takes."""
        return random_alphanumeric(16)

    def digest(self, password: bytes, salt: str) -> str:
        """43 or 86 characters."""
        return core.crypt(password, f"{self.head()}{salt}$")[-self.digest_size :]

    def blank_digest(self) -> str:
        """Zeros."""
        return "." * self.digest_size

    def is_outdated(self, stored: re.Match[str]) -> bool:
        """A hash that does not name its rounds has 5000."""
        return super().is_outdated(stored) if stored["rounds"] else self.min_rounds > 5000 or self.rounds > 5000


def _sha_crypt_pattern(ident: str, digest_size: int) -> re.Pattern[str]:
    return re.compile(
        rf"\${ident}\$(?:rounds=(?P<rounds>\d{{1,9}})\$)?[./A-Za-z0-9]{{1,16}}\$[./A-Za-z0-9]{{{digest_size}}}"
    )


@dataclass(frozen=True)
class Sha256Crypt(ShaCrypt):
    """SHA-crypt with SHA-256."""

    name: ClassVar[str] = "sha256_crypt"
    prefixes: ClassVar[tuple[str, ...]] = ("$5$",)
    pattern: ClassVar[re.Pattern[str]] = _sha_crypt_pattern("5", 43)
    digest_size: ClassVar[int] = 43
    rounds: int = 535_000


@dataclass(frozen=True)
class Sha512Crypt(ShaCrypt):
    """SHA-crypt with SHA-512."""

    name: ClassVar[str] = "sha512_crypt"
    prefixes: ClassVar[tuple[str, ...]] = ("$6$",)
    pattern: ClassVar[re.Pattern[str]] = _sha_crypt_pattern("6", 86)
    digest_size: ClassVar[int] = 86
    rounds: int = 656_000
