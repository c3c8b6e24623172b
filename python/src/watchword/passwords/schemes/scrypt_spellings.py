"""scrypt (RFC 7914) as passlib, Django and Werkzeug store it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import ClassVar

from watchword.passwords.schemes.base import RoundsScheme
from watchword.passwords.schemes.text import (
    base64_padded,
    base64_unpadded,
    from_base64_unpadded,
    random_alphanumeric,
)

_MAX_MEMORY = 256 * 1024 * 1024


@dataclass(frozen=True)
class Scrypt(RoundsScheme):
    """`$scrypt$ln=17,r=8,p=1$salt$key` as passlib writes it. `rounds` is the binary logarithm of N."""

    name: ClassVar[str] = "scrypt"
    prefixes: ClassVar[tuple[str, ...]] = ("$scrypt$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"\$scrypt\$ln=(?P<rounds>\d{1,2}),r=(?P<block_size>\d{1,5}),p=(?P<parallelism>\d{1,5})"
        r"\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+"
    )
    lowest: ClassVar[int] = 1
    highest: ClassVar[int] = 20
    key_size: ClassVar[int] = 32

    rounds: int = 17
    block_size: int = 8
    parallelism: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.memory > _MAX_MEMORY or self.memory * self.parallelism > 4 * _MAX_MEMORY:
            raise ValueError(
                f"the cost of {self.name} is too high: 256 MiB of memory, four times that in all, is the most"
            )

    @property
    def memory(self) -> int:
        """Bytes that one computation takes."""
        return 128 * self.block_size << self.rounds

    def derive(self, password: bytes, salt: bytes) -> bytes:
        """The derived key."""
        return hashlib.scrypt(
            password,
            salt=salt,
            n=1 << self.rounds,
            r=self.block_size,
            p=self.parallelism,
            maxmem=self.memory + 128 * self.block_size * self.parallelism + (1 << 20),
            dklen=self.key_size,
        )

    def head(self) -> str:
        """`$scrypt$ln=17,r=8,p=1$`."""
        return f"$scrypt$ln={self.rounds},r={self.block_size},p={self.parallelism}$"

    def new_salt(self) -> str:
        """128 bits."""
        return base64_unpadded(secrets.token_bytes(16))

    def digest(self, password: bytes, salt: str) -> str:
        """The derived key."""
        return base64_unpadded(self.derive(password, from_base64_unpadded(salt)))

    def blank_digest(self) -> str:
        """Zeros."""
        return base64_unpadded(bytes(self.key_size))

    def stored_rounds(self, stored: re.Match[str]) -> int:
        """The binary logarithm of N."""
        return int(stored["rounds"])

    def is_outdated(self, stored: re.Match[str]) -> bool:
        """Less memory or less work than today's is outdated."""
        rounds, block_size, parallelism = (
            self.stored_rounds(stored),
            int(stored["block_size"]),
            int(stored["parallelism"]),
        )
        too_high = bool(self.max_rounds and rounds > self.max_rounds)
        too_low = rounds < (self.min_rounds or self.rounds)
        return too_low or too_high or block_size < self.block_size or parallelism < self.parallelism


@dataclass(frozen=True)
class TextSaltScrypt(Scrypt):
    """Spellings that write N itself and use the salt as the text it is."""

    key_size: ClassVar[int] = 64

    def stored_rounds(self, stored: re.Match[str]) -> int:
        """The binary logarithm of N."""
        return int(stored["n"]).bit_length() - 1


@dataclass(frozen=True)
class DjangoScrypt(TextSaltScrypt):
    """Django's `scrypt$16384$salt$8$5$key`."""

    name: ClassVar[str] = "django_scrypt"
    prefixes: ClassVar[tuple[str, ...]] = ("scrypt$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"scrypt\$(?P<n>\d{1,8})\$[^$]+\$(?P<block_size>\d{1,5})\$(?P<parallelism>\d{1,5})\$[A-Za-z0-9+/]+=*"
    )
    rounds: int = 14
    parallelism: int = 5

    def head(self) -> str:
        """`scrypt$16384$`."""
        return f"scrypt${1 << self.rounds}$"

    def new_salt(self) -> str:
        """As Django: 22 characters, 130 bits."""
        return random_alphanumeric(22)

    def separator(self) -> str:
        """The other parameters."""
        return f"${self.block_size}${self.parallelism}$"

    def digest(self, password: bytes, salt: str) -> str:
        """The derived key."""
        return base64_padded(self.derive(password, salt.encode()))

    def blank_digest(self) -> str:
        """Zeros."""
        return base64_padded(bytes(self.key_size))


@dataclass(frozen=True)
class WerkzeugScrypt(TextSaltScrypt):
    """Werkzeug's `scrypt:32768:8:1$salt$hex`."""

    name: ClassVar[str] = "werkzeug_scrypt"
    prefixes: ClassVar[tuple[str, ...]] = ("scrypt:",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"scrypt:(?P<n>\d{1,8}):(?P<block_size>\d{1,5}):(?P<parallelism>\d{1,5})\$[^$]+\$[0-9a-f]+"
    )
    rounds: int = 15

    def head(self) -> str:
        """`scrypt:32768:8:1$`."""
        return f"scrypt:{1 << self.rounds}:{self.block_size}:{self.parallelism}$"

    def new_salt(self) -> str:
        """As Werkzeug: 16 characters, 95 bits."""
        return random_alphanumeric(16)

    def digest(self, password: bytes, salt: str) -> str:
        """The derived key."""
        return self.derive(password, salt.encode()).hex()

    def blank_digest(self) -> str:
        """Zeros."""
        return bytes(self.key_size).hex()
